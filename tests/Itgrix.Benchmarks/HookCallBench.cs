using Itgrix.Runtime.Hooks;

namespace Itgrix.Benchmarks;

/// <summary>
/// A csx hook through the whole of HookRunner, over the operating system's cost of the same bytes, and over
/// starting PHP for the call. The three alternate, so that a noisy machine is noisy for all.
/// </summary>
internal static class HookCallBench
{
    private const int Rounds = 9, FastCalls = 2000, ProcessCalls = 30;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var hooks = new BenchHooks(BenchHooks.ProcessPhp);
        using var echo = new EchoClient(hooks.Payload.Length);
        await Calls.P50(() => hooks.RunCsx(), 3000);
        var rounds = new List<(double Echo, double Csx, double Process)>();
        for (var round = 0; round < Rounds; round++)
            rounds.Add((echo.P50(hooks.Payload, FastCalls), await Calls.P50(() => hooks.RunCsx(), FastCalls),
                await Calls.P50(() => hooks.RunPhp(), ProcessCalls)));
        var (echoUs, csxUs, processUs) =
            (Median(round => round.Echo), Median(round => round.Csx), Median(round => round.Process));
        return
        [
            Figure.AtMost("csx-call-over-echo", Median(round => round.Csx / round.Echo), "x", 6,
                $"{csxUs:0} us over {echoUs:0} us, p50, {hooks.Payload.Length} bytes"),
            Figure.AtMost("csx-call-over-php-process", Median(round => round.Csx / round.Process), "x", 1 / 150.0,
                $"{csxUs:0} us over {processUs / 1000:0.0} ms, p50"),
        ];

        double Median(Func<(double Echo, double Csx, double Process), double> of) => Sample.Median(rounds.Select(of));
    }
}
