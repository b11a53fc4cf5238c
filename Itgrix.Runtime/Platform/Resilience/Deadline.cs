namespace Itgrix.Runtime.Platform.Resilience;

/// <summary>The moment by which an answer must be there, measured from now on.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken token)
    {
        (_limit, _time, _began) = (limit, time, time.GetTimestamp());
        _over = new(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, token);
    }

    public TimeSpan Elapsed => _time.GetElapsedTime(_began);

    public TimeSpan Left => _limit - Elapsed;

    /// <summary>The deadline has passed; false also when only the caller cancelled.</summary>
    public bool HasPassed => _over.IsCancellationRequested;

    /// <summary>Cancels when the deadline has passed, or the caller cancels.</summary>
    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _over.Dispose();
    }
}
