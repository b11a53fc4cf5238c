using System.Diagnostics;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Benchmarks;

/// <summary>
/// Steps written to the outbox's file, each on the disk before its caller goes on: by many callers, which share
/// commits, and by one, which cannot. The two alternate.
/// </summary>
internal static class OutboxBench
{
    private const int Rounds = 7, Callers = 64, Steps = 4096, StepsAlone = 256;

    private static readonly string Request = $$"""{"NUMBER": "+79001234567", "TEXT": "{{new string('x', 600)}}"}""";

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var folder = new DiskFolder();
        await using var store = await OutboxStore.OpenAsync(
            new() { File = folder.File("outbox.db") }, TimeProvider.System, token);
        var rounds = new List<(double Together, double Alone)>();
        for (var round = -1; round < Rounds; round++)
        {
            var together = await PerSecondAsync(store, Callers, Steps, token);
            var alone = await PerSecondAsync(store, 1, StepsAlone, token);
            if (round >= 0)
                rounds.Add((together, alone));
            Progress.Show($"round {round + 1} of {Rounds}");
        }
        var single = Sample.Median(rounds.Select(round => round.Alone));
        var ratio = Sample.Median(rounds.Select(round => round.Together / round.Alone));
        return
        [
            Figure.AtLeast("outbox-writes", Sample.Median(rounds.Select(round => round.Together)), "writes/s", 2000,
                $"steps of {Request.Length} bytes by {Callers} callers, each flushed to the disk; "
                + $"{ratio:0.0} times the {single:0} of one caller"),
        ];
    }

    private static async Task<double> PerSecondAsync(OutboxStore store, int callers, int steps, CancellationToken token)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var call = new CallKey(Crm.Bitrix24, Guid.NewGuid().ToString());
            for (var step = 0; step < steps / callers; step++)
                await store.SaveAsync(new(call, $"{step}") { Method = "register", Parameters = Request }, token);
        }, token)));
        return steps / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
