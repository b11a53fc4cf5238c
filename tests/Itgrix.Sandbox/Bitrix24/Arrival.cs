namespace Itgrix.Sandbox.Bitrix24;

/// <summary>
/// When a request came. How long it takes is told by a stopwatch: a test may set the clock on meanwhile, and nobody has
/// worked for so long.
/// </summary>
internal readonly struct Arrival(TimeProvider time)
{
    private readonly long _stopwatch = time.GetTimestamp();

    public DateTimeOffset At { get; } = time.GetUtcNow();

    public TimeSpan Ago => time.GetElapsedTime(_stopwatch);
}
