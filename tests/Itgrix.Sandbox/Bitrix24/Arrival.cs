namespace Itgrix.Sandbox.Bitrix24;

/// <summary>
/// Time of a request's arrival. Its duration is measured by a stopwatch: a test may advance the clock meanwhile, which
/// is not working time.
/// </summary>
internal readonly struct Arrival(TimeProvider time)
{
    private readonly long _stopwatch = time.GetTimestamp();

    public DateTimeOffset At { get; } = time.GetUtcNow();

    public TimeSpan Ago => time.GetElapsedTime(_stopwatch);
}
