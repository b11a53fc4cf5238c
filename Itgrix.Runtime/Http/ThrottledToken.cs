using System.Net;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Http;

/// <summary>A token of programs, with a limit on guesses per address.</summary>
/// <param name="token">The token; <c>null</c>: none is configured, and every request is denied.</param>
internal sealed class ThrottledToken(Secret? token, TimeProvider time)
{
    // Programs send requests in parallel, each of which is an attempt until its token was verified.
    private const int AttemptsAtOnce = 30;

    private readonly TokenVerifier _verifier = new(token);
    private readonly LoginThrottle _attempts = new(time, AttemptsAtOnce);

    public bool HasToken => _verifier.HasToken;

    /// <param name="address">Address of the client.</param>
    /// <param name="presented">The token of the request.</param>
    /// <param name="delay">Time to wait after too many guesses; the token is not verified then.</param>
    public bool LetsIn(IPAddress address, string presented, out TimeSpan? delay)
    {
        delay = _attempts.Take(address);
        if (delay is not null || !_verifier.LetsIn(presented))
            return false;
        _attempts.GiveBack(address);
        return true;
    }
}
