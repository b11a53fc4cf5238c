using System.Net;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Http;

/// <summary>A token that programs show, and that an address may guess a few times only.</summary>
/// <param name="token">The token; <c>null</c>: there is none, and none is let in.</param>
internal sealed class ThrottledToken(Secret? token, TimeProvider time)
{
    // Programs ask many things at once, each of which is an attempt until its token was looked at.
    private const int AttemptsAtOnce = 30;

    private readonly TokenVerifier _gate = new(token);
    private readonly LoginThrottle _attempts = new(time, AttemptsAtOnce);

    public bool HasToken => _gate.HasToken;

    /// <param name="address">Who shows it.</param>
    /// <param name="shown">What he shows.</param>
    /// <param name="pause">How long he has to wait when he has guessed too often, which is not looked at then.</param>
    public bool LetsIn(IPAddress address, string shown, out TimeSpan? pause)
    {
        pause = _attempts.Take(address);
        if (pause is not null || !_gate.LetsIn(shown))
            return false;
        _attempts.GiveBack(address);
        return true;
    }
}
