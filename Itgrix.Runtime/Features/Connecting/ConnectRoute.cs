using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Features.Connecting;

/// <summary>
/// Connects an account of a CRM: <c>POST /pbx/connect</c> makes a link, or takes the address to which one led;
/// <c>GET</c> says whether the account is connected.
/// </summary>
internal static class ConnectRoute
{
    public const string Path = "/pbx/connect";

    public static void Map(IEndpointRouteBuilder routes, IReadOnlyList<ICrmAccount> accounts)
    {
        routes.MapAnswer(Path, [HttpMethods.Get], context =>
            AnswerAsync(accounts, $"{context.Request.Query["crm"]}", null, context.RequestAborted))
            .RequireAuthorization(Access.Local);
        routes.MapAnswer(Path, [HttpMethods.Post], async context =>
        {
            var (body, problem) = await JsonBody.ReadAsync(context);
            RequestGuard.MayTakeLong(context);
            return body is { } json
                ? await AnswerAsync(accounts, TextOf(json, "crm") ?? "", json, context.RequestAborted) : problem!;
        }).RequireAuthorization(Access.Local);
    }

    private static async Task<JsonAnswer> AnswerAsync(
        IReadOnlyList<ICrmAccount> accounts, string name, JsonElement? request, CancellationToken token)
    {
        var account = accounts.FirstOrDefault(one => one.Id.Key == name);
        if (account is null)
            return JsonAnswer.Error(StatusCodes.Status404NotFound, "unknown_crm", "The service has no such account. "
                + $"It has: {string.Join(", ", accounts.Select(one => one.Id.Key))}.");
        if (account.Connection is not { } connection)
            return JsonAnswer.Error(
                StatusCodes.Status409Conflict, "not_needed", $"{account.Id} needs no connecting.");
        if (connection.Obstacle is { } obstacle)
            return JsonAnswer.Error(StatusCodes.Status409Conflict, "not_needed", obstacle);
        if (request is not { } json)
            return new(StatusCodes.Status200OK, Describe(account, await connection.StateAsync(token)));
        if (TextOf(json, "answer") is not { } answer)
        {
            var made = Describe(account, await connection.StateAsync(token));
            (made["link"], made["hint"]) = (connection.Link().AbsoluteUri, connection.Hint);
            return new(StatusCodes.Status200OK, made);
        }
        if (!Uri.TryCreate(answer.Trim(), UriKind.Absolute, out var address))
            return JsonAnswer.Error(StatusCodes.Status400BadRequest, "no_address",
                "That is no address: give all of what the browser shows in its address bar, https://...?code=...");
        var outcome = await connection.AcceptAsync(address, token);
        return outcome.IsConnected
            ? new(StatusCodes.Status200OK, Describe(account, await connection.StateAsync(token)))
            : JsonAnswer.Error(StatusCodes.Status409Conflict, "not_connected", outcome.Text);
    }

    private static JsonObject Describe(ICrmAccount account, ConnectState state) => new()
    {
        ["account"] = $"{account.Id}",
        ["connected"] = state.IsConnected,
        ["attempts"] = state.Attempts,
        ["last"] = state.Last is { } last
            ? new JsonObject { ["connected"] = last.IsConnected, ["text"] = last.Text } : null,
    };

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
