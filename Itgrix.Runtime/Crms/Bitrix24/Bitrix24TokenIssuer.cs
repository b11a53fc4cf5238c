using System.Net;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Requests an application's tokens from Bitrix24.</summary>
internal sealed class Bitrix24TokenIssuer(Bitrix24OAuth options, HttpExchange http, Func<string, string> hide)
    : TokenIssuer
{
    private static readonly ILogger Log = AppLog.For("bitrix24");

    // The outbox delays what an outage prevents.
    private static readonly RetryDelays None = new(TimeSpan.Zero, TimeSpan.Zero);

    public override RenewalRules Rules { get; } = new("The CRM", None, RefusedDelay: TimeSpan.FromMinutes(5))
    {
        StopTimeout = TimeSpan.FromSeconds(5),
    };

    // In a form, not in the address, which ends up in logs on the way.
    public override async Task<OAuthTokens> IssueAsync(OAuthTokens old, CancellationToken stop)
    {
        var what = $"New tokens from {options.Server.Authority}";
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Server)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["client_id"] = options.ClientId,
                ["client_secret"] = options.ClientSecret.Reveal(),
                ["refresh_token"] = old.Refresh.Reveal(),
            }),
        };
        var answer = await http.SendAsync(request, what, stop);
        if (answer.Json() is not { } json)
            throw Unreadable(answer, what);
        if (answer.Status == HttpStatusCode.OK
            && Text(json, "access_token") is { } access && Text(json, "refresh_token") is { } next)
            return old with { Access = new(access), Refresh = new(next) };
        throw new Bitrix24Error(answer.Status, Shown(json, "error"), Shown(json, "error_description"))
            .ToException(what);
    }

    public override void Renewed(OAuthTokens tokens) => Bitrix24LogMessages.Renewed(Log, options.Portal.Authority);

    public override void NotRenewed(CrmException error, DateTimeOffset next)
    {
        // An outage is logged with the requests that it delays.
        if (!error.IsTransient)
            Bitrix24LogMessages.NotRenewed(Log, options.Portal.Authority, error.Message, next);
    }

    private static CrmException Unreadable(HttpAnswer answer, string what) => answer.IsServerError
        ? new(CrmFailure.ServerError, $"{what}: {(int)answer.Status}: it has an internal error; retry later.")
        : new(CrmFailure.Broken, $"{what}: {(int)answer.Status}, but no JSON object: check bitrix24.oauth.server.");

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text ? text : null;

    private string Shown(JsonElement json, string name) => HttpAnswer.OneLine(hide(Text(json, name) ?? ""), 200);
}
