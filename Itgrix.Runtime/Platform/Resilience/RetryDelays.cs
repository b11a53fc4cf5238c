namespace Itgrix.Runtime.Platform.Resilience;

/// <summary>How long to wait before something that failed is tried again: twice as long each time.</summary>
internal sealed record RetryDelays(TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    public static RetryDelays Default { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));

    /// <param name="tries">How often it has failed, from 1.</param>
    public TimeSpan After(int tries) =>
        TimeSpan.FromTicks((long)Math.Min(MaxDelay.Ticks, FirstDelay.Ticks * Math.Pow(2, Math.Max(0, tries - 1))));
}
