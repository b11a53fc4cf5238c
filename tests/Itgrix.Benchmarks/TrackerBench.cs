using System.Diagnostics;
using Itgrix.Tests.Shared;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Benchmarks;

/// <summary>
/// Channel events to calls and stages, one thread, without hooks; and the memory of a call in progress.
/// </summary>
internal static class TrackerBench
{
    private const int Rounds = 9, Scenarios = 5000, SideBySide = 500, UnderWay = 5000;

    private static readonly NumberPlan Numbers = new(new() { Prefixes = ["+7495", "8495", "+7", "7", "8"] }, []);

    public static Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        var scenarios = ManyCalls.Scenarios(Path.Combine(BenchProgram.Home, "tests", "captures"));
        var records = ManyCalls.Mixed(scenarios, Scenarios, SideBySide, new Random(1)).ToList();
        var rates = new List<double>();
        var stages = 0;
        for (var round = -2; round < Rounds; round++)
        {
            var (rate, reached) = PerSecond(records);
            if (round >= 0)
                rates.Add(rate);
            stages = reached;
            Progress.Show($"round {round + 1} of {Rounds}");
        }
        var bytes = BytesPerCall();
        return Task.FromResult<IEnumerable<Figure>>(
        [
            Figure.AtLeast("tracker-events", Sample.Median(rates), "events/s", 50_000,
                $"{records.Count} channel events of {Scenarios} calls mixed, {stages} stages with "
                + "call_full, one thread"),
            Figure.AtMost("tracker-memory", bytes / 1024, "KB", 32,
                $"a call under way, mean of {UnderWay} calls in which two phones were asked and one talks"),
        ]);
    }

    private static (double Rate, int Stages) PerSecond(List<CelRecord> records)
    {
        var tracker = new CallTracker { Numbers = Numbers };
        var stages = 0;
        GC.Collect();
        var began = Stopwatch.GetTimestamp();
        foreach (var record in records)
            stages += tracker.Apply(record).Count;
        var rate = records.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        return tracker.Count == 0
            ? (rate, stages) : throw new InvalidOperationException($"{tracker.Count} calls did not end");
    }

    // As from the parser: each record has its own strings.
    private static double BytesPerCall()
    {
        var file = Path.Combine(BenchProgram.Home, "tests", "captures", "queue_linear_second_answers.ami");
        var tracker = new CallTracker { Numbers = Numbers };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var call = 0; call < UnderWay; call++)
        {
            foreach (var record in ManyCalls.Renamed(ManyCalls.Records(file), call).TakeWhile(IsUnderWay))
                tracker.Apply(record);
        }
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        return tracker.Count == UnderWay ? (double)bytes / UnderWay
            : throw new InvalidOperationException($"{tracker.Count} calls are under way");
    }

    private static bool IsUnderWay(CelRecord record) => record.Event != CelEvent.BridgeExit;
}
