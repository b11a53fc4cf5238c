using System.Net.Http.Headers;
using System.Text;
using Itgrix.Runtime.Hooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Authenticates the admin: by digest, or by Basic over an encrypted connection. Without an admin in the configuration
/// access is denied.
/// </summary>
internal sealed class AdminAccess(DigestHash? admin, TimeProvider time) : IAccess
{
    private static readonly JsonAnswer NoAdmin = JsonAnswer.Error(StatusCodes.Status403Forbidden, "no_admin",
        "There is no admin yet: ./run.sh password --digest LOGIN prints the section \"admin\" for the configuration.");

    private static readonly JsonAnswer NotEncrypted = JsonAnswer.Error(StatusCodes.Status403Forbidden, "not_encrypted",
        "The password would be sent in clear text: use https, or digest.");

    private readonly LoginThrottle _attempts = new(time);
    private readonly DigestNonceStore _nonces = new(time);

    private enum Verdict
    {
        Right,
        Wrong,
        Stale,
        NotEncrypted,
    }

    public Task<JsonAnswer?> RefusalAsync(HttpContext context) => Task.FromResult(Refusal(context));

    private JsonAnswer? Refusal(HttpContext context)
    {
        if (admin is null)
            return NoAdmin;
        if (context.Request.Headers.Authorization is not [{ Length: > 0 } header])
            return Challenge(context, admin, isStale: false);
        var address = ClientAddress.AddressOf(context);
        if (_attempts.Take(address) is { } delay)
            return JsonAnswer.TooManyAttempts("passwords", delay);
        var verdict = Judge(context, admin, header);
        if (verdict != Verdict.Wrong)
            _attempts.GiveBack(address);
        else
            HttpLogMessages.WrongPassword(context.Request.Path, address);
        return verdict switch
        {
            Verdict.Right => null,
            Verdict.NotEncrypted => NotEncrypted,
            _ => Challenge(context, admin, verdict == Verdict.Stale),
        };
    }

    private Verdict Judge(HttpContext context, DigestHash known, string header)
    {
        if (!DigestAnswer.IsDigest(header))
            return !ClientAddress.IsEncrypted(context) ? Verdict.NotEncrypted
                : Basic(header) is var (login, password) && known.Fits(login, password) ? Verdict.Right : Verdict.Wrong;
        // The hashed URI must be the requested one.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (DigestAnswer.Parse(header) is not { } answer || answer.Uri != target
            || !known.Fits(answer, context.Request.Method))
            return Verdict.Wrong;
        return _nonces.TryUse(answer.Nonce, answer.Count) ? Verdict.Right : Verdict.Stale;
    }

    private static (string Login, string Password)? Basic(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var parsed)
            || !"Basic".Equals(parsed.Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[parsed.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(parsed.Parameter ?? "", bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    // The stronger algorithm first: clients take the first that they support.
    private JsonAnswer Challenge(HttpContext context, DigestHash known, bool isStale)
    {
        var nonce = _nonces.Create();
        var challenges = Enum.GetValues<DigestAlgorithm>().Select(algorithm =>
            $"Digest realm=\"{known.Realm}\", qop=\"auth\", algorithm={DigestAlgorithms.NameOf(algorithm)}, "
            + $"nonce=\"{nonce}\", charset=UTF-8{(isStale ? ", stale=true" : "")}");
        if (ClientAddress.IsEncrypted(context))
            challenges = challenges.Append($"Basic realm=\"{known.Realm}\", charset=\"UTF-8\"");
        context.Response.Headers.WWWAuthenticate = challenges.ToArray();
        return JsonAnswer.Error(
            StatusCodes.Status401Unauthorized, "wrong_password", "Login or password is missing or wrong.");
    }
}
