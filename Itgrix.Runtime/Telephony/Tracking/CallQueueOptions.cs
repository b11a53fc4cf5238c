namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>How the stages of calls wait for their handling; the <c>calls</c> part of the configuration.</summary>
internal sealed record CallQueueOptions
{
    /// <summary>Calls handled side by side.</summary>
    public int Parallel { get; init; } = 64;

    /// <summary>Stages that may wait; when so many do, Asterisk is not read on.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>A stage that waited longer is late: warned of, and counted.</summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromSeconds(1);
}
