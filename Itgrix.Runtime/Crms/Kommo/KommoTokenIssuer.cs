using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Requests an integration's tokens from Kommo.</summary>
internal sealed class KommoTokenIssuer(KommoOptions options, KommoHttp wire, TimeProvider time) : TokenIssuer
{
    private static readonly ILogger Log = AppLog.For("kommo");

    private const string Path = "/oauth2/access_token";

    private static readonly RetryDelays Delays = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));

    public override RenewalRules Rules { get; } = new("Kommo", Delays, RefusedDelay: Delays.MaxDelay)
    {
        MinAge = TimeSpan.FromMinutes(1),
        IsRecorded = true,
    };

    // Without an access token, the refresh token is an authorization code.
    public override async Task<OAuthTokens> IssueAsync(OAuthTokens old, CancellationToken stop)
    {
        var request = Request(old);
        // After sending it is not cancelled: the response contains the only token that still works.
        var answer = await wire.SendAsync(request, access: null, stop, abort: CancellationToken.None);
        if ((int)answer.Status is >= 400 and < 500 and not 404 and not 408)
            throw Refused(answer);
        return Tokens(KommoAnswers.Read(request, answer), old)
            ?? throw new CrmException(CrmFailure.Broken, $"{request}: Kommo answered without tokens.");
    }

    public override bool IsRevoked(CrmException error) => error.Code == KommoRefusals.TokenEnded;

    public override CrmException NotAuthorized(bool wereRevoked) => NotAuthorized(wereRevoked
        ? "Kommo accepts the integration's tokens no more."
        : "The integration has not been authorized in Kommo yet.", NotConnected);

    public override void Renewed(OAuthTokens tokens) => KommoLogMessages.Renewed(Log, tokens.Expires!.Value);

    public override void NotRenewed(CrmException error, DateTimeOffset next) =>
        KommoLogMessages.NotRenewed(Log, error.Message, next);

    public override void Revoked(CrmException error) => KommoLogMessages.Revoked(Log, error.Message);

    public override void AnswerWasLost() => KommoLogMessages.AnswerWasLost(Log);

    private static CrmException NotAuthorized(string why, string code) => new(CrmFailure.Unauthorized,
        $"{why} Authorize the integration again: ./run.sh connect kommo prints a link; or put a new authorization "
        + "code from its page in Kommo into kommo.authorization_code and restart within 20 minutes.") { Code = code };

    private KommoRequest Request(OAuthTokens old)
    {
        var grant = old.Access is null ? "authorization_code" : "refresh_token";
        var body = new JsonObject
        {
            ["client_id"] = options.ClientId,
            ["client_secret"] = options.ClientSecret?.Reveal(),
            ["redirect_uri"] = options.RedirectUri,
            ["grant_type"] = grant,
            [old.Access is null ? "code" : grant] = old.Refresh.Reveal(),
        };
        return new(HttpMethod.Post, Path, body)
        {
            Secrets = [old.Refresh, .. new[] { old.Access, options.ClientSecret }.OfType<Secret>()],
        };
    }

    private OAuthTokens? Tokens(JsonElement json, OAuthTokens old)
    {
        var (access, refresh) = (json.Text("access_token"), json.Text("refresh_token"));
        // Any other answer is retried with a back-off: more requests would lead to a block.
        var seconds = Math.Clamp(json.Number("expires_in") ?? 0, 600, int.MaxValue);
        return !IsToken(access) || !IsToken(refresh) ? null : old with
        {
            Access = new(access!),
            Refresh = new(refresh!),
            Expires = time.GetUtcNow().AddSeconds(seconds),
            State = TokenState.Usable,
        };
    }

    // The token is put into a header as it is.
    private static bool IsToken(string? text) =>
        text is { Length: > 0 } && text.All(letter => letter is > ' ' and <= '~');

    private static CrmException Refused(HttpAnswer answer)
    {
        var problem = KommoProblem.Parse(answer);
        return KommoRefusals.EndsToken(problem)
            ? NotAuthorized(
                $"Kommo accepts the integration's tokens no more: {problem.Text}", KommoRefusals.TokenEnded)
            : new(CrmFailure.Unauthorized,
                $"Kommo gives no tokens ({(int)answer.Status}): {problem.Text} Compare kommo.client_id, "
                + "client_secret and redirect_uri with the integration's page.")
                { Code = problem.Code, Detail = problem.Text };
    }
}
