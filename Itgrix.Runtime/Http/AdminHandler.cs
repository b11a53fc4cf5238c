using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Authenticates the admin: by digest, or by Basic over an encrypted connection. Without an admin in the configuration
/// access is denied.
/// </summary>
internal sealed class AdminHandler(IOptionsMonitor<AdminOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AccessHandler<AdminOptions>(options, logger, encoder)
{
    private static readonly JsonAnswer NoAdmin = JsonAnswer.Error(StatusCodes.Status403Forbidden, "no_admin",
        "There is no admin yet: ./run.sh password --digest LOGIN prints the section \"admin\" for the configuration.");

    private static readonly ILogger Log = AppLog.For("http");

    private enum Verdict
    {
        Right,
        Wrong,
        Stale,
        NotEncrypted,
    }

    protected override async Task<IResult?> RefusalAsync()
    {
        if (Options.Admin is not { } admin)
            return NoAdmin;
        if (CrossSite.IsChange(Context))
        {
            HttpLogMessages.CrossSite(Log, Request.Path, ClientAddress.AddressOf(Context), CrossSite.PageOf(Context));
            return CrossSite.Refusal;
        }
        if (Request.Headers.Authorization is not [{ Length: > 0 } header])
            return Challenge(admin, isStale: false);
        return await LogInAsync(Options.Attempts, () =>
        {
            var verdict = Judge(admin, header);
            IResult? refusal = verdict switch
            {
                Verdict.Right => null,
                Verdict.NotEncrypted => NotEncrypted("https, or digest"),
                _ => Challenge(admin, verdict == Verdict.Stale),
            };
            return Task.FromResult((refusal, verdict == Verdict.Wrong));
        });
    }

    private Verdict Judge(DigestHash admin, string header)
    {
        if (!DigestAnswer.IsDigest(header))
            return !ClientAddress.IsEncrypted(Context) ? Verdict.NotEncrypted
                : AuthorizationHeader.Basic(Context) is var (login, password) && admin.Fits(login, password)
                    ? Verdict.Right : Verdict.Wrong;
        // The hashed URI must be the requested one.
        var target = Context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (DigestAnswer.Parse(header) is not { } answer || answer.Uri != target
            || !admin.Fits(answer, Request.Method))
            return Verdict.Wrong;
        return Options.Nonces.TryUse(answer.Nonce, answer.Count) ? Verdict.Right : Verdict.Stale;
    }

    // The stronger algorithm first: clients take the first that they support.
    private JsonAnswer Challenge(DigestHash admin, bool isStale)
    {
        var nonce = Options.Nonces.Create();
        var challenges = Enum.GetValues<DigestAlgorithm>().Select(algorithm =>
            $"Digest realm=\"{admin.Realm}\", qop=\"auth\", algorithm={DigestAlgorithms.NameOf(algorithm)}, "
            + $"nonce=\"{nonce}\", charset=UTF-8{(isStale ? ", stale=true" : "")}");
        if (ClientAddress.IsEncrypted(Context))
            challenges = challenges.Append($"Basic realm=\"{admin.Realm}\", charset=\"UTF-8\"");
        Response.Headers.WWWAuthenticate = challenges.ToArray();
        return JsonAnswer.Error(
            StatusCodes.Status401Unauthorized, "wrong_password", "Login or password is missing or wrong.");
    }
}
