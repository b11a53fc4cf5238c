namespace Itgrix.Runtime.Platform.Resilience;

/// <summary>Delay before a retry: grows with each failure.</summary>
/// <remarks>
/// Not a retry of Polly, which repeats the failed call in place: here a request waits as a row of the outbox, one
/// caller retries for all during an outage of the database, and a worker or connection refuses at once until its delay
/// is over.
/// </remarks>
internal sealed record RetryDelays(TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    public static RetryDelays Default { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));

    /// <summary>What each failure multiplies the delay by.</summary>
    public double Factor { get; init; } = 2;

    /// <param name="tries">Number of failed attempts, from 1.</param>
    public TimeSpan After(int tries) =>
        TimeSpan.FromTicks((long)Math.Min(MaxDelay.Ticks, FirstDelay.Ticks * Math.Pow(Factor, Math.Max(0, tries - 1))));
}
