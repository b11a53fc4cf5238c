using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Logging;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Lets in a program that shows a token (<c>Authorization: Bearer ...</c>), and whom else lets in.</summary>
/// <param name="token">The token; <c>null</c>: there is none.</param>
/// <param name="others">Who says so of the others.</param>
internal sealed class TokenAccess(Secret? token, IAccess others, TimeProvider time) : IAccess
{
    private const string Scheme = "Bearer ";

    // Several collectors may ask at once, each of which is an attempt until its token was looked at.
    private const int AttemptsAtOnce = 30;

    private readonly TokenGate _gate = new(token);
    private readonly Attempts _attempts = new(time, AttemptsAtOnce);

    public async Task<JsonAnswer?> RefusalAsync(HttpContext context)
    {
        if (!_gate.HasToken || context.Request.Headers.Authorization is not [{ } header]
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return await others.RefusalAsync(context);
        var address = Sender.AddressOf(context);
        if (_attempts.Take(address) is { } pause)
            return JsonAnswer.Error(StatusCodes.Status429TooManyRequests, "too_many_attempts",
                "Too many wrong tokens: wait, then try again.") with { RetryAfter = pause };
        if (!_gate.LetsIn(header[Scheme.Length..].Trim()))
        {
            HttpLogMessages.WrongPassword(context.Request.Path, address);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_token", "The token is wrong.");
        }
        _attempts.GiveBack(address);
        return null;
    }
}
