namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Limits of the queue of stages; the <c>calls</c> part of the configuration.</summary>
internal sealed record PendingStageOptions
{
    [Setting("calls handled in parallel, for each CRM; within a call the order is kept",
        Unit = "calls", Min = 1, Max = 1000)]
    public int Parallel { get; init; } = 64;

    [Setting("capacity of the queue of stages; while it is full, reading from Asterisk pauses",
        Name = "queue", Unit = "stages", Min = 100, Max = 1_000_000)]
    public int Capacity { get; init; } = 10_000;

    [Setting("a stage that waited longer is late: counted, logged", Unit = "seconds", Min = 0.01, Max = 3600)]
    public TimeSpan Late { get; init; } = TimeSpan.FromSeconds(1);
}
