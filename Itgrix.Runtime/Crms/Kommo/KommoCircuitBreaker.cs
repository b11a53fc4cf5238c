using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Opens while the CRM blocks this address or account: no request is sent, then one request probes, and the breaker
/// closes when it is answered. More requests would prolong such a block.
/// </summary>
/// <remarks>
/// Not one of Polly: that opens after two failures at the earliest, and a single response reports a block; opened by
/// hand (<c>CircuitBreakerManualControl</c>) it neither ends by time nor probes.
/// </remarks>
internal sealed class KommoCircuitBreaker(TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("kommo");
    private static readonly RetryDelays Delays = new(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));

    // A probe is in flight, or ended without an answer or a block: the others wait only a little longer.
    private static readonly TimeSpan ShortDelay = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private string? _reason;
    private DateTimeOffset _until;
    private int _blocks;
    private bool _probing;

    /// <summary>Why it is open, and until when; <c>null</c> when it is closed.</summary>
    public (string Reason, DateTimeOffset Until)? Block
    {
        get
        {
            lock (_gate)
                return _reason is { } reason ? (reason, _until) : null;
        }
    }

    /// <summary>Refuses early, before the caller queues for the rate limit.</summary>
    /// <exception cref="CrmException">The breaker is open.</exception>
    public void Check()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_reason is not null && (_probing || now < _until))
                throw Open(_probing ? now + ShortDelay : _until);
        }
    }

    /// <summary>To be called right before sending.</summary>
    /// <returns>Whether this request is the probe; its sender must report its outcome.</returns>
    /// <exception cref="CrmException">The breaker is open.</exception>
    public bool Pass()
    {
        lock (_gate)
        {
            Check();
            return _probing = _reason is not null;
        }
    }

    /// <summary>Reports that the probe was answered.</summary>
    public void Answered()
    {
        lock (_gate)
            (_reason, _probing, _blocks) = (null, false, 0);
        KommoLogMessages.Unblocked(Log);
    }

    /// <summary>Reports that the probe was neither answered nor blocked.</summary>
    public void Unanswered()
    {
        lock (_gate)
            (_probing, _until) = (false, time.GetUtcNow() + ShortDelay);
    }

    /// <summary>Reports a block. Late responses to earlier requests are ignored.</summary>
    /// <param name="probes">Whether the blocked request was the probe.</param>
    public CrmException Blocked(string reason, bool probes)
    {
        lock (_gate)
        {
            if (_reason is null || probes)
            {
                var delay = Delays.After(++_blocks);
                (_reason, _probing, _until) = (reason, false, time.GetUtcNow() + delay);
                KommoLogMessages.Blocked(Log, reason, delay);
            }
            return Open(_until);
        }
    }

    private CrmException Open(DateTimeOffset until) =>
        new(CrmFailure.RateLimited, $"{_reason} Nothing is sent before {until:u}.")
        {
            Code = "blocked", RetryAt = until,
        };
}
