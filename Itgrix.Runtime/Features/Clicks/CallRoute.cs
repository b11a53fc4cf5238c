using System.Collections.Concurrent;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Features.Clicks;

/// <summary>
/// Makes a call for a program: <c>POST /pbx/call</c>. The answer comes when the first phone was answered, or
/// failed to be.
/// </summary>
/// <param name="crms">The configured CRMs.</param>
internal sealed class CallRoute(
    ClickToCallOptions options, IReadOnlyCollection<Crm> crms, CallRequests calls)
{
    private static readonly ILogger Log = AppLog.For("click");

    public const string Path = "/pbx/call";

    /// <summary>The policy of the route: the token of programs.</summary>
    private const string Policy = "programs";

    private readonly ConcurrentDictionary<string, bool> _ringing = [];

    public static void AddAccess(AuthenticationBuilder access, Secret token, TimeProvider time) =>
        access.AddToken(Policy, token, time, options => options.Wrong = (_, address) =>
        {
            ClickLogMessages.WrongToken(Log, address.ToString());
            return JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_token",
                "Send click_to_call.token of the configuration: Authorization: Bearer TOKEN.");
        });

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapAnswer(Path, [HttpMethods.Post], AnswerAsync).RequireAuthorization(Policy);

    private async Task<JsonAnswer> AnswerAsync(HttpContext context)
    {
        var by = $"a program at {ClientAddress.AddressOf(context)} with click_to_call.token";
        var (body, unreadable) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
            return Refused(by, unreadable!);
        var (call, problem) = Read(json);
        if (call is not null)
            return await RingAsync(call with { AskedBy = by });
        return Refused(
            by, JsonAnswer.Error(StatusCodes.Status422UnprocessableEntity, "not_allowed", problem!));
    }

    private static JsonAnswer Refused(string by, JsonAnswer answer)
    {
        ClickLogMessages.NotAllowed(Log, by, $"{answer.Body["message"]}");
        return answer;
    }

    /// <summary>The requested call, or why it is invalid.</summary>
    private (CallRequest? Call, string? Problem) Read(JsonElement json)
    {
        string[] known = ["crm", "extension", "number", "caller_id", "context"];
        foreach (var field in json.EnumerateObject())
        {
            if (!known.Contains(field.Name))
                return (null, $"{DialValues.Shown(field.Name)} is not known here. Known: {string.Join(", ", known)}.");
            if (field.Value.ValueKind != JsonValueKind.String
                || json.EnumerateObject().Count(one => one.Name == field.Name) > 1)
                return (null, $"{field.Name} must be a string.");
        }
        if (Crm(Text("crm")) is not { } crm)
            return (null, $"crm must be one of those configured: {string.Join(", ", crms.Select(crm => crm.Id))}.");
        if (Text("extension") is not { Length: > 0 } extension || Text("number") is not { Length: > 0 } number)
            return (null, "extension and number are needed: the caller and the callee.");
        if (Text("context") is { } context && context != options.Context && !options.Contexts.Contains(context))
            return (null, $"the context {DialValues.Shown(context)} is not allowed: add it to click_to_call.contexts.");
        return (new(crm, extension, number, JsonNode.Parse(json.GetRawText())!.AsObject())
            { CallerId = Text("caller_id"), Context = Text("context") }, null);

        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private Crm? Crm(string? name) => name is null ? crms.Count == 1 ? crms.First() : null
        : crms.FirstOrDefault(crm => crm.Id == name);

    private async Task<JsonAnswer> RingAsync(CallRequest call)
    {
        if (!_ringing.TryAdd(call.Extension, true))
            return Refused(call.AskedBy, JsonAnswer.Error(
                StatusCodes.Status409Conflict, "rings_already", "That phone is ringing already for such a call."));
        var start = new TaskCompletionSource<OriginateOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (calls.Backlog.TryAdd(stop => RingAsync(call, start, stop)))
            return AnswerTo(await start.Task);
        _ringing.TryRemove(call.Extension, out _);
        return Refused(call.AskedBy, JsonAnswer.Error(
            StatusCodes.Status503ServiceUnavailable, "busy", "Too many calls in progress: try again.")
            with { RetryAfter = TimeSpan.FromSeconds(5) });
    }

    // A client that disconnects does not stop a ringing phone.
    private async Task RingAsync(CallRequest call, TaskCompletionSource<OriginateOutcome> start, CancellationToken stop)
    {
        try
        {
            start.SetResult(await calls.Click.RingAsync(call, (_, _) => Task.CompletedTask, stop));
        }
        catch (Exception error)
        {
            start.SetResult(new(CallStartKind.Refused, "", "the service failed to make it; its log says why."));
            if (error is not OperationCanceledException)
                throw;
        }
        finally
        {
            _ringing.TryRemove(call.Extension, out _);
        }
    }

    private static JsonAnswer AnswerTo(OriginateOutcome start)
    {
        var (status, state) = start.Kind switch
        {
            CallStartKind.Taken => (StatusCodes.Status200OK, "taken"),
            CallStartKind.Unknown => (StatusCodes.Status202Accepted, "unknown"),
            CallStartKind.NotTaken => (StatusCodes.Status409Conflict, "not_taken"),
            CallStartKind.NotAllowed => (StatusCodes.Status422UnprocessableEntity, "not_allowed"),
            CallStartKind.NotConnected => (StatusCodes.Status503ServiceUnavailable, "not_connected"),
            _ => (StatusCodes.Status502BadGateway, "refused"),
        };
        if (start.Kind == CallStartKind.Taken)
            return new(status, new() { ["state"] = state, ["id"] = start.CallId });
        var answer = JsonAnswer.Error(status, state, start.Reason);
        answer.Body["id"] = start.CallId;
        return answer;
    }
}
