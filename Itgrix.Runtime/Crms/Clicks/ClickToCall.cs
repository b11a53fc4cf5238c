using System.Security.Cryptography;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>
/// Makes a call that the CRM asked for: after the hook, Asterisk calls the employee's phone and, when it is answered,
/// dials the number.
/// </summary>
/// <param name="originate">Sends the request to Asterisk, and returns when the first phone is answered or
/// fails.</param>
internal sealed class ClickToCall(
    ClickToCallOptions options, HookRunner hooks,
    Func<OriginateRequest, CancellationToken, Task<OriginateResult>> originate, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("click");
    private readonly ClickNumbers _numbers = new(options);
    private readonly ClickRates _rates = new(options, time);

    /// <summary>
    /// A unique id in the format of Asterisk's own: the linkedid is known before the call exists.
    /// </summary>
    public string NewId() =>
        $"itgrix-{time.GetUtcNow().ToUnixTimeSeconds()}.{RandomNumberGenerator.GetInt32(1, int.MaxValue)}";

    /// <summary>Makes the call, and returns when the first phone is answered or has failed.</summary>
    /// <param name="prepare">Receives the call's id before anything rings; when it throws, nothing does.</param>
    public async Task<OriginateOutcome> RingAsync(
        CallRequest request, Func<string, CancellationToken, Task> prepare, CancellationToken token)
    {
        var id = request.CallId ?? NewId();
        var (wanted, problem) = await CustomizedAsync(request, id, token);
        var start = problem is null
            ? await OriginateAsync(wanted!, prepare, token)
            : new(CallStartKind.NotAllowed, id, problem);
        ClickLogMessages.Rang(Log, start, request);
        return start;
    }

    private async Task<(OriginateRequest? Wanted, string? Problem)> CustomizedAsync(
        CallRequest request, string id, CancellationToken token)
    {
        if ((_numbers.ProblemOf(request) ?? _rates.ProblemOf(request.Extension)) is { } problem)
            return (null, problem);
        var own = Fields(request);
        var input = new JsonObject([.. own.Select(Copy), new("request_data", request.RequestData.DeepClone())]);
        var data = HookCatalog.Find(request.Crm, HookName.ProcessOriginateParams) is { } hook
            ? (await hooks.Run(hook, JsonBytes.From(input), token)).Data : null;

        // Fields that a hook leaves out keep their values.
        string Text(string name) => JsonValues.Text(data?[name] ?? own[name]) ?? "";
        var wanted = new OriginateRequest
        {
            Channel = Text("channel"),
            Context = Text("context"),
            Exten = Text("extension"),
            Priority = DialValues.Priority(Text("priority")),
            CallerId = Text("caller_id") is { Length: > 0 } callerId ? callerId : null,
            Timeout = options.Timeout,
            ChannelId = id,
        };
        return (wanted, DialValues.ProblemOf(wanted));
    }

    private JsonObject Fields(CallRequest request)
    {
        var number = DialValues.Dialled(request.Number);
        return new()
        {
            ["caller_id"] = request.CallerId ?? DialValues.Fill(options.CallerId, request.Extension, number),
            ["channel"] = options.Channel.Replace("{extension}", request.Extension, StringComparison.Ordinal),
            ["context"] = request.Context ?? options.Context,
            ["extension"] = number,
            ["priority"] = 1,
        };
    }

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> field) =>
        new(field.Key, field.Value?.DeepClone());

    private async Task<OriginateOutcome> OriginateAsync(
        OriginateRequest wanted, Func<string, CancellationToken, Task> prepare, CancellationToken token)
    {
        var id = wanted.ChannelId!;
        await prepare(id, token);
        try
        {
            var result = await originate(wanted, token);
            if (result.IsAnswered)
                return new(CallStartKind.Taken, id, "");
            return result.Reason is null
                ? new(CallStartKind.Refused, id, $"Asterisk refused to call {wanted.Channel}: {result.Message}")
                : new(CallStartKind.NotTaken, id, $"{wanted.Channel} was not taken: {result.Message}.");
        }
        catch (AmiException error)
        {
            var kind = error.Failure == AmiFailure.NotConnected ? CallStartKind.NotConnected : CallStartKind.Unknown;
            return new(kind, id, error.Message);
        }
    }
}
