namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Limits of the queue of stages; the <c>calls</c> part of the configuration.</summary>
internal sealed record CallQueueOptions
{
    /// <summary>Calls handled in parallel.</summary>
    public int Parallel { get; init; } = 64;

    /// <summary>Capacity of the queue; while it is full, reading from Asterisk pauses.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>A stage that waited longer is late: logged, and counted.</summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromSeconds(1);
}
