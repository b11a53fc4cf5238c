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

    public override async Task<OAuthTokens> IssueAsync(OAuthTokens old, CancellationToken stop)
    {
        var grant = await GrantAsync(isCode: false, old.Refresh, stop);
        return old with { Access = grant.Access, Refresh = grant.Refresh };
    }

    /// <summary>Requests tokens for a refresh token, or for the code of a link; either is good once.</summary>
    /// <exception cref="CrmException">There are no tokens.</exception>
    public async Task<Bitrix24Grant> GrantAsync(bool isCode, Secret secret, CancellationToken stop)
    {
        var what = $"New tokens from {options.Server.Authority}";
        // In a form, not in the address, which ends up in logs on the way.
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Server)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = isCode ? "authorization_code" : "refresh_token",
                ["client_id"] = options.ClientId,
                ["client_secret"] = options.ClientSecret.Reveal(),
                [isCode ? "code" : "refresh_token"] = secret.Reveal(),
            }),
        };
        var answer = await http.SendAsync(request, what, stop);
        if (answer.Json() is not { } json)
            throw Unreadable(answer, what);
        if (answer.Status == HttpStatusCode.OK
            && Text(json, "access_token") is { } access && Text(json, "refresh_token") is { } next)
            return new(new(access), new(next))
            {
                Endpoint = Uri.TryCreate(Text(json, "client_endpoint"), UriKind.Absolute, out var endpoint)
                    ? endpoint : null,
                MemberId = Text(json, "member_id") ?? "",
            };
        throw new Bitrix24Error(answer.Status, Shown(json, "error", secret), Shown(json, "error_description", secret))
            .ToException(what);
    }

    public override CrmException NotAuthorized(bool wereRevoked) => new(CrmFailure.Unauthorized, (wereRevoked
        ? $"The application was removed from {options.Portal.Authority}: "
        : $"The application is not installed in {options.Portal.Authority} yet: ")
        + "./run.sh connect bitrix24 says what to do; calls wait until then.") { Code = NotConnected };

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

    private string Shown(JsonElement json, string name, Secret sent) => HttpAnswer.OneLine(
        hide(Text(json, name) ?? "").Replace(sent.Reveal(), "***", StringComparison.Ordinal), 200);
}
