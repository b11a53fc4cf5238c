namespace Itgrix.Runtime.Platform.Resilience;

/// <summary>
/// After a worker could not be started, or a connection not made: how long nobody tries again. Calls in the meantime
/// learn the reason at once.
/// </summary>
internal sealed class StartBackoff(TimeProvider time, TimeSpan? max = null)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TimeSpan _pause = First;
    private DateTimeOffset _until;
    private string? _reason;

    /// <summary>The pause that is not doubled any more.</summary>
    public TimeSpan MaxDelay { get; } = max ?? TimeSpan.FromSeconds(30);

    /// <summary>Why nobody may try now; <c>null</c> when one may.</summary>
    public string? Blocked
    {
        get
        {
            lock (_gate)
                return time.GetUtcNow() < _until ? _reason : null;
        }
    }

    /// <summary>Why the last try failed, also after its pause; <c>null</c> when it succeeded.</summary>
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
            (_pause, _until, _reason) = (First, default, null);
    }

    /// <summary>Notes a failure and doubles the pause; returns the pause, and whether the reason is news.</summary>
    public (TimeSpan Pause, bool IsNews) Failed(string reason)
    {
        lock (_gate)
        {
            var (pause, isNews) = (_pause, reason != _reason);
            _until = time.GetUtcNow() + pause;
            _pause = pause * 2 < MaxDelay ? pause * 2 : MaxDelay;
            _reason = reason;
            return (pause, isNews);
        }
    }
}
