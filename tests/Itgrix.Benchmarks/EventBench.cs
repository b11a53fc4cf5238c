using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Itgrix.Hooks;
using Itgrix.Tests.Shared;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Benchmarks;

/// <summary>
/// From the moment when Asterisk reports a ringing phone, over its socket, parser, tracker, queue and flow, to the
/// first line of the first hook of that stage, in its worker. All processes read the same clock.
/// </summary>
internal static class EventBench
{
    private const int CallsPerSecond = 200, Seconds = 10, WarmUpSeconds = 2, Rounds = 3, StageBytes = 2048;

    private const string Hook = """
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Hook;
        using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

        return Success(System.Diagnostics.Stopwatch.GetTimestamp().ToString());
        """;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        var (inMemory, asked) = await MeasureAsync(hasOutbox: false, token);
        using var folder = new DiskFolder();
        var rounds = new List<(Sample Late, Sample Write)>();
        for (var round = 0; round < Rounds; round++)
            rounds.Add(((await MeasureAsync(hasOutbox: true, token)).Late,
                DurableWrite.Measure(folder.File("writes"), StageBytes, CallsPerSecond * Seconds)));
        var (onDisk, write) = rounds.OrderBy(round => round.Late.P99 / round.Write.P99).ElementAt(Rounds / 2);
        return
        [
            Figure.AtMost("event-to-hook", onDisk.P99 / write.P99, "x", 15,
                $"p99 of {onDisk.Count} calls, {CallsPerSecond} a second, four stages and {asked} hooks "
                + "each, through the "
                + $"outbox on the disk, {onDisk.P99 / 1000:0.##} ms, p50 {onDisk.P50 / 1000:0.##} ms, over "
                + "a durable write of "
                + $"{StageBytes} bytes, as many as a stage has, {write.P99 / 1000:0.##} ms, p50 "
                + $"{write.P50 / 1000:0.##} ms, the "
                + $"median of {Rounds} rounds; with the stages in memory only, p99 {inMemory.P99 / 1000:0.##} ms, "
                + $"p50 {inMemory.P50 / 1000:0.##} ms"),
        ];
    }

    private static async Task<(Sample Late, long HooksEach)> MeasureAsync(bool hasOutbox, CancellationToken token)
    {
        using var hooks = new BenchHooks();
        hooks.Write("process_client_phone.csx", Hook);
        File.Delete(Path.Combine(hooks.Folder, "bitrix24", "process_client_phone.php"));
        await hooks.Warm();
        await using var pbx = new PbxSimulator();
        var sent = new ConcurrentDictionary<string, long>();
        var late = new ConcurrentQueue<TimeSpan>();
        await using var sandbox = await Bitrix24Sandbox.StartAsync(Bitrix24Settings.WithoutLimit, token);
        await using var crm = new FlowCrm(new(sandbox.Webhook));
        var asked = 0L;
        var flow = crm.Flow(hooks.Runner, (stage, outcome) =>
        {
            Interlocked.Increment(ref asked);
            Started(stage, outcome, sent, late);
        });
        var answers = new AnswersAtOnce();
        using var folder = new DiskFolder();
        await using var store = await OutboxStore.OpenAsync(
            new() { File = folder.File("outbox.db") }, TimeProvider.System, token);
        var sides = new Dictionary<AccountId, CrmSide> { [Crm.Bitrix24] = new(flow, answers) };
        var outbox = new CallOutbox(
            store, sides, RetryDelays.Default, new PendingStageOptions().Parallel, TimeProvider.System);
        var steps = new StepsInMemory(answers);
        ICallLedger ledger = await OutboxLedger.OpenAsync(
            AsteriskOptions.DefaultName, store, outbox, Path.GetDirectoryName(folder.File("outbox.db"))!, token);
        var calls = new Pbx(
            Asterisk(pbx), new(),
            hasOutbox ? ledger
                : new LedgerInMemory((stage, stop) => flow.HandleStageAsync(stage, steps.Of(stage), stop)),
            new(new NumberOptions()), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var running = Task.WhenAll(calls.RunAsync(stop.Token), outbox.RunAsync(stop.Token));
        await calls.CaughtUp.WaitAsync(token);

        await Play(pbx, 0, WarmUpSeconds, CallsPerSecond, sent, token);
        late.Clear();
        await Play(pbx, WarmUpSeconds * CallsPerSecond, Seconds, CallsPerSecond, sent, token);
        while (calls.Tracker.Count > 0 || calls.Pending.Figures.Waiting > 0 || outbox.Active > 0)
            await Task.Delay(10, token);
        await stop.CancelAsync();
        await running;

        var measured = new Sample();
        foreach (var one in late)
            measured.Add(one);
        return measured.Count == CallsPerSecond * Seconds
            ? (measured, asked / (CallsPerSecond * (WarmUpSeconds + Seconds)))
            : throw new InvalidOperationException(
                $"{measured.Count} hooks of {CallsPerSecond * Seconds} calls were seen");
    }

    private static void Started(
        CallStageEvent stage,
        HookOutcome outcome, ConcurrentDictionary<string, long> sent, ConcurrentQueue<TimeSpan> late)
    {
        if (stage.Stage != CallStage.ConversationRequested
            || outcome is not { Kind: OutcomeKind.Applied, Data: { } data })
            return;
        var started = long.Parse(data["phone"]!.ToString(), CultureInfo.InvariantCulture);
        late.Enqueue(Stopwatch.GetElapsedTime(sent[stage.ConversationId], started));
    }

    /// <summary>Each call's events spread over two seconds, at the pace of a real one.</summary>
    public static async Task Play(
        PbxSimulator pbx, int first, int seconds, int callsPerSecond, ConcurrentDictionary<string, long> sent,
        CancellationToken token)
    {
        var records = ManyCalls.Records(
            Path.Combine(BenchProgram.Home, "tests", "captures", "in_answered_caller_ends.ami"));
        var length = records[^1].Time - records[0].Time;
        var due = Enumerable.Range(0, seconds * callsPerSecond)
            .SelectMany(call => ManyCalls.Renamed(records, first + call).Select(record => (
                At: TimeSpan.FromSeconds((double)call / callsPerSecond)
                    + (record.Time - records[0].Time) / length * TimeSpan.FromSeconds(2),
                Record: record)))
            .OrderBy(one => one.At).ToList();
        var began = Stopwatch.GetTimestamp();
        foreach (var (at, record) in due)
        {
            var wait = at - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.FromMilliseconds(1))
                await Task.Delay(wait, token);
            var message = ManyCalls.ToAmi(record);
            if (record.Event == CelEvent.ChanStart)
                sent[record.UniqueId] = Stopwatch.GetTimestamp();
            await pbx.SendAsync("call", message, token);
        }
    }

    private static AsteriskOptions Asterisk(PbxSimulator pbx) => new()
    {
        Ami = new() { Port = pbx.Port, User = pbx.Settings.User, Secret = new(pbx.Settings.Secret) },
        TimeZone = TimeZoneInfo.Utc,
    };
}
