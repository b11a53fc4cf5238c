using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Benchmarks;

/// <summary>Handles stages without a database: those of one call in order, calls in parallel.</summary>
internal sealed class LedgerInMemory(Func<CallStageEvent, CancellationToken, Task> handle) : ICallLedger
{
    private readonly Dictionary<string, Task> _last = [];

    public DateTime? Position => null;

    public Task AddAsync(CallStageEvent stage, CancellationToken token)
    {
        lock (_last)
            return _last[stage.CallId] = AfterAsync(_last.GetValueOrDefault(stage.CallId), stage, token);
    }

    public Task SkipAsync(IReadOnlyList<LedgerEntry> stages, CancellationToken token) => Task.CompletedTask;

    public Task<IReadOnlyList<LedgerEntry>> KnownSinceAsync(DateTime time, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<LedgerEntry>>([]);

    public Task SavePositionAsync(DateTime position, CancellationToken token) => Task.CompletedTask;

    private async Task AfterAsync(Task? before, CallStageEvent stage, CancellationToken token)
    {
        await (before ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await handle(stage, token);
    }
}
