namespace Itgrix.Runtime.Platform.Resilience;

/// <summary>Delay before a retry: grows with each failure.</summary>
internal sealed record RetryDelays(TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    public static RetryDelays Default { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));

    /// <summary>What each failure multiplies the delay by.</summary>
    public double Factor { get; init; } = 2;

    /// <param name="tries">Number of failed attempts, from 1.</param>
    public TimeSpan After(int tries) =>
        TimeSpan.FromTicks((long)Math.Min(MaxDelay.Ticks, FirstDelay.Ticks * Math.Pow(Factor, Math.Max(0, tries - 1))));
}
