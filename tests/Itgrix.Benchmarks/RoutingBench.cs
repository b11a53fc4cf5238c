using System.Collections.Concurrent;
using System.Diagnostics;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Benchmarks;

/// <summary>
/// From the dialplan's request, over HTTP, the portal in another process and the hook, to the answer: the time added to
/// the portal's own, which is fixed. The median of several rounds, because of other programs.
/// </summary>
internal static class RoutingBench
{
    private const int PerSecond = 100, Seconds = 5, WarmUpSeconds = 2, Rounds = 3, PortalMs = 50;

    private const string Token = "a-token-of-the-dialplan", Right = "itgrix|102|Ivan Ivanov";

    private const string Hook = """
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Bitrix24.CustomizeAutodistribution;

        return Success(In);
        """;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var hooks = new BenchHooks();
        hooks.Write("customize_autodistribution.csx", Hook);
        await hooks.Warm();
        await using var portal = await PortalProcess.StartAsync(token);
        await using var crm = new FlowCrm(portal.Webhook);
        var answers = new CallRouter(
            new(), [crm.Callers], hooks.Runner, () => NumberPlan.Default, TimeProvider.System);
        await using var http = await ConnectorHttp.StartAsync(new() { Port = 0 },
            access => RoutingRoute.AddAccess(access, new(Token), TimeProvider.System),
            routes => routes.MapRouting(answers.AskAsync), token);
        using var client = new HttpClient();
        var question = new Uri(
            http.Address, $"/pbx/autodistribution?token={Token}&from=%2B12025550123&trunk=2025550180");

        await portal.SlowAsync(PortalMs, token);
        await AskAsync(client, question, WarmUpSeconds, token);
        var rounds = new List<Sample>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await AskAsync(client, question, Seconds, token));
            Progress.Show($"round {round + 1} of {Rounds}");
        }
        return
        [
            Figure.AtMost("distribution-over-crm", Over(rounds.Select(round => round.P99)), "ms", 20,
                $"p99 of {rounds[0].Count} answers, {PerSecond} a second, with a csx hook, over the "
                + $"portal's {PortalMs} ms, "
                + $"p50 {Over(rounds.Select(round => round.P50)):0.##} ms; the median of {Rounds} rounds"),
        ];
    }

    private static double Over(IEnumerable<double> microseconds) => Sample.Median(microseconds) / 1000 - PortalMs;

    // At the pace of real calls, whether the previous ones are answered or not.
    private static async Task<Sample> AskAsync(HttpClient client, Uri question, int seconds, CancellationToken token)
    {
        var took = new ConcurrentQueue<TimeSpan>();
        var began = Stopwatch.GetTimestamp();
        var asked = new List<Task>();
        for (var call = 0; call < PerSecond * seconds; call++)
        {
            var wait = TimeSpan.FromSeconds((double)call / PerSecond) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.FromMilliseconds(1))
                await Task.Delay(wait, token);
            asked.Add(AskAsync(client, question, took, token));
        }
        await Task.WhenAll(asked);
        var sample = new Sample();
        foreach (var one in took)
            sample.Add(one);
        return sample;
    }

    private static async Task AskAsync(
        HttpClient client, Uri question, ConcurrentQueue<TimeSpan> took, CancellationToken token)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await client.GetStringAsync(question, token);
        took.Enqueue(Stopwatch.GetElapsedTime(began));
        if (answer != Right)
            throw new InvalidOperationException($"the answer is \"{answer}\" instead of \"{Right}\"");
    }
}
