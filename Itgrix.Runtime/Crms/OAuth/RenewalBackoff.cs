using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>Limits attempts to renew tokens: repeated requests with a refused token lead to a block.</summary>
internal sealed class RenewalBackoff(TokenIssuer issuer, TimeProvider time)
{
    private int _tries;
    private (string Refresh, CrmException Error, DateTimeOffset Until)? _last;

    /// <exception cref="CrmException">The last attempt with this token failed a short while ago.</exception>
    public void Check(Secret refresh)
    {
        if (_last is { } last && last.Refresh == refresh.Reveal() && time.GetUtcNow() < last.Until)
            throw last.Error.RetriedAt(last.Until);
    }

    public void Failed(Secret refresh, CrmException error)
    {
        _tries++;
        var delay = error.IsTransient ? issuer.Rules.Delays.After(_tries) : issuer.Rules.RefusedDelay;
        var until = time.GetUtcNow() + delay;
        until = error.RetryAt > until ? error.RetryAt.Value : until;
        _last = (refresh.Reveal(), error, until);
        issuer.NotRenewed(error, until);
    }

    public void Over() => (_tries, _last) = (0, null);
}
