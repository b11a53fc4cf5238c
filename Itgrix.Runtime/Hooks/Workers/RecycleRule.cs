namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>When a healthy worker is replaced, so that no leak of a hook grows without limit.</summary>
internal sealed record RecycleRule
{
    // Reading a process' memory costs as much as a tenth of a call.
    private const int MemoryLookEvery = 64;

    public long MaxCalls { get; init; } = 100_000;

    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A worker without a call for so long ends; the next call starts one. Negative: never.</summary>
    public TimeSpan MaxIdle { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Resident memory in bytes.</summary>
    public long MaxMemory { get; init; } = 256L << 20;

    public bool IsDue(long calls, TimeSpan age, Func<long> memory) =>
        calls >= MaxCalls || age >= MaxAge || (calls % MemoryLookEvery == 0 && memory() > MaxMemory);
}
