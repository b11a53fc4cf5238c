using System.Diagnostics;
using Itgrix.Hooks;
using Itgrix.Tests.Shared;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Benchmarks;

/// <summary>A separate outbox on the disk that delivers answered calls, many in parallel.</summary>
internal sealed class FlowLoad : IAsyncDisposable
{
    private const int UnderWay = 200, Parallel = 64;

    private static readonly IReadOnlyList<CelRecord> Records =
        ManyCalls.Records(Path.Combine(BenchProgram.Home, "tests", "captures", "in_answered_caller_ends.ami"));

    private static readonly string[] Recordings = ["/var/spool/asterisk/monitor/call.wav"];

    private readonly CancellationTokenSource _stop = new();
    private readonly DiskFolder _folder;
    private readonly FlowCrm _crm;
    private readonly WatchedOutbox _store;
    private readonly CallOutbox _outbox;
    private readonly Task _running;
    private readonly int _first;
    private int _calls, _hooks;
    private string? _failure;

    private FlowLoad(DiskFolder folder, IOutboxStore store, Secret webhook, HookRunner hooks, int first)
    {
        (_folder, _first, _crm, _store) = (folder, first, new(webhook), new(store));
        var side = new CrmSide(_crm.Flow(hooks, (_, outcome) => Asked(outcome)), _crm.Transport);
        var sides = new Dictionary<AccountId, CrmSide> { [Crm.Bitrix24] = side };
        _outbox = new(_store, sides, RetryDelays.Default, Parallel, TimeProvider.System);
        _running = _outbox.RunAsync(_stop.Token);
    }

    /// <summary>Number of delivered stages.</summary>
    public int Calls => _calls;

    /// <summary>Number of hooks per call.</summary>
    public int HooksEach => _hooks / _calls;

    /// <param name="first">The number of the first call, unique to this load.</param>
    public static async Task<FlowLoad> StartAsync(Secret webhook, HookRunner hooks, int first, CancellationToken token)
    {
        var folder = new DiskFolder();
        var options = new OutboxOptions { File = folder.File("outbox.db") };
        return new(folder, await OutboxStore.OpenAsync(options, TimeProvider.System, token), webhook, hooks, first);
    }

    /// <summary>Completed calls per second of that time.</summary>
    public async Task<double> PerSecondAsync(TimeSpan duration, CancellationToken token)
    {
        var began = Stopwatch.GetTimestamp();
        var before = _calls;
        await Task.WhenAll(Enumerable.Range(0, UnderWay).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < duration)
                await CallAsync(Interlocked.Increment(ref _calls) + _first, token);
        }, token)));
        // All started calls are complete by now, and their whole time counts.
        var rate = (_calls - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var isEmpty = (await _store.OpenAsync(token)).Count == 0 && await _store.CountAsync(token) == (0, 0);
        return isEmpty && _failure is null
            ? rate
            : throw new InvalidOperationException(
                $"not all calls were delivered: {_failure ?? "the outbox is not empty"}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _store.DisposeAsync();
        await _crm.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    // As in production a stage comes long after the previous one was delivered, so that each is loaded from the disk.
    private async Task CallAsync(int number, CancellationToken token)
    {
        foreach (var stage in Stages(number))
        {
            var delivered = _store.DeliveryOf(stage);
            await _outbox.AddAsync(stage, token);
            await delivered.WaitAsync(token);
        }
    }

    private static List<CallStageEvent> Stages(int number)
    {
        var tracker = new CallTracker();
        var stages = ManyCalls.Renamed(Records, number).SelectMany(record => tracker.Apply(record).ToList()).ToList();
        if (stages is not [.., { Stage: CallStage.CallEnded } ended] || stages.Count != 4)
            throw new InvalidOperationException($"the call has {stages.Count} stages instead of 4 to its end");
        // The recording's name comes by an event of another kind than the records.
        stages[^1] = ended with { Recordings = Recordings };
        return stages;
    }

    private void Asked(HookOutcome outcome)
    {
        if (outcome.Kind == OutcomeKind.Applied)
            Interlocked.Increment(ref _hooks);
        else if (outcome.Kind != OutcomeKind.NotCustomized)
            _failure = $"{outcome.Hook.Id} {outcome.Kind}: {outcome.Reason}";
    }
}
