using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Limits attempts to renew tokens, with an exponential back-off.</summary>
internal sealed class RenewalBackoff(TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5), MaxDelay = TimeSpan.FromMinutes(10);

    private TimeSpan _next = FirstDelay;
    private DateTimeOffset _until;
    private CrmException? _last;

    /// <exception cref="CrmException">The last attempt failed a short while ago.</exception>
    public void Check()
    {
        if (_last is not null && time.GetUtcNow() < _until)
        {
            throw new CrmException(_last.Failure, _last.Message, _last)
            {
                Code = _last.Code, Detail = _last.Detail, RetryAt = _until,
            };
        }
    }

    public void Failed(CrmException error)
    {
        // A failure that needs an administrator is retried rarely.
        var until = time.GetUtcNow() + (error.IsTransient ? _next : MaxDelay);
        _next = _next * 2 < MaxDelay ? _next * 2 : MaxDelay;
        (_until, _last) = (error.RetryAt > until ? error.RetryAt.Value : until, error);
        KommoLogMessages.NotRenewed(error.Message, _until);
    }

    public void Over() => (_next, _last) = (FirstDelay, null);
}
