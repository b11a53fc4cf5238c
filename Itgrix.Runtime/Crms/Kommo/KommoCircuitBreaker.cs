using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Closed while the CRM blocks this address or account: nobody asks, then one request tries, and the rest follows when
/// it is answered. To go on asking makes such blocks longer.
/// </summary>
internal sealed class KommoCircuitBreaker(TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(5), MaxDelay = TimeSpan.FromHours(1);

    // One tries already, or its try was neither answered nor blocked: others need not wait much longer.
    private static readonly TimeSpan ShortDelay = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private string? _reason;
    private DateTimeOffset _until;
    private TimeSpan _pause;
    private bool _probing;

    /// <summary>Why it is closed, and until when; <c>null</c> when it is open.</summary>
    public (string Reason, DateTimeOffset Until)? Block
    {
        get
        {
            lock (_gate)
                return _reason is { } reason ? (reason, _until) : null;
        }
    }

    /// <summary>Refuses early, before anybody waits for a turn.</summary>
    /// <exception cref="CrmException">The gate is closed.</exception>
    public void Check()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_reason is not null && (_probing || now < _until))
                throw Closed(_probing ? now + ShortDelay : _until);
        }
    }

    /// <summary>To be called right before sending.</summary>
    /// <returns>Whether this is the one that tries; it must say how that ended.</returns>
    /// <exception cref="CrmException">The gate is closed.</exception>
    public bool Pass()
    {
        lock (_gate)
        {
            Check();
            return _probing = _reason is not null;
        }
    }

    /// <summary>The one that tried was answered.</summary>
    public void Answered()
    {
        lock (_gate)
            (_reason, _probing, _pause) = (null, false, default);
        KommoLogMessages.Unblocked();
    }

    /// <summary>The try came to nothing, neither answered nor blocked.</summary>
    public void Unanswered()
    {
        lock (_gate)
            (_probing, _until) = (false, time.GetUtcNow() + ShortDelay);
    }

    /// <summary>The CRM blocks us. Late answers to what was sent before are no news.</summary>
    /// <param name="probes">It said so to the one that tried.</param>
    public CrmException Blocked(string reason, bool probes)
    {
        lock (_gate)
        {
            if (_reason is null || probes)
            {
                _pause = _pause == default ? FirstDelay : _pause * 2 < MaxDelay ? _pause * 2 : MaxDelay;
                (_reason, _probing, _until) = (reason, false, time.GetUtcNow() + _pause);
                KommoLogMessages.Blocked(reason, _pause);
            }
            return Closed(_until);
        }
    }

    private CrmException Closed(DateTimeOffset until) =>
        new(CrmFailure.RateLimited, $"{_reason} Nothing is sent before {until:u}.")
        {
            Code = "blocked", RetryAt = until,
        };
}
