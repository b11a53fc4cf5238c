namespace Itgrix.Runtime.Platform.Resilience;

/// <summary>
/// Back-off after a worker could not be started, or a connection not made: no attempt during the delay; calls in the
/// meantime fail at once with the reason.
/// </summary>
internal sealed class StartBackoff(TimeProvider time, TimeSpan? max = null)
{
    private readonly RetryDelays _delays = new(TimeSpan.FromMilliseconds(100), max ?? TimeSpan.FromSeconds(30));
    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _until;
    private string? _reason;

    /// <summary>The maximum delay.</summary>
    public TimeSpan MaxDelay => _delays.MaxDelay;

    /// <summary>Why no attempt is allowed now; <c>null</c> when one is.</summary>
    public string? Blocked
    {
        get
        {
            lock (_gate)
                return time.GetUtcNow() < _until ? _reason : null;
        }
    }

    /// <summary>Why the last attempt failed, also after its delay; <c>null</c> when it succeeded.</summary>
    public string? Reason
    {
        get
        {
            lock (_gate)
                return _reason;
        }
    }

    public void Started()
    {
        lock (_gate)
            (_failures, _until, _reason) = (0, default, null);
    }

    /// <summary>Records a failure and doubles the delay; returns the delay, and whether the reason is new.</summary>
    public (TimeSpan Delay, bool IsNewReason) Failed(string reason)
    {
        lock (_gate)
        {
            var (delay, isNewReason) = (_delays.After(++_failures), reason != _reason);
            _until = time.GetUtcNow() + delay;
            _reason = reason;
            return (delay, isNewReason);
        }
    }
}
