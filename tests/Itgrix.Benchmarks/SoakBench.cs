using System.Text;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Benchmarks;

/// <summary>
/// A million calls of both engines, every one with a unique number, one in a thousand hanging or crashing: each
/// reply belongs to its call, each bad call fails alone, no process is left over.
/// </summary>
internal static class SoakBench
{
    private const int Count = 1_000_000, BadEvery = 1000, AtOnce = 16;

    private static readonly string[] Ways = ["loop", "exit", "crash", "sleep"];

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        var before = Leftovers();
        var began = System.Diagnostics.Stopwatch.StartNew();
        var (wrong, lost, done) = (0, 0, 0);
        using (var hooks = new BenchHooks(
            options => options with { Timeout = TimeSpan.FromMilliseconds(500), Queue = 1000 }))
        {
            string[] files = [hooks.Write("soak.csx", Csx), hooks.Write("soak.php", Php)];
            var next = 0;
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
            {
                for (int number; (number = Interlocked.Increment(ref next)) <= Count;)
                {
                    var way = number % BadEvery == 0 ? Ways[number / BadEvery % Ways.Length] : "";
                    var input = Encoding.UTF8.GetBytes($$"""{"phone": "{{number}}", "way": "{{way}}"}""");
                    var outcome = await hooks.Run(files[number / 7 % 2], input);
                    var isRight = way == ""
                        ? (string?)outcome.Data?["phone"] == $"{number}-{number}"
                        : outcome.Kind == OutcomeKind.Failed && (string?)outcome.Data?["phone"] == $"{number}";
                    if (!isRight && Interlocked.Increment(ref wrong) <= 10)
                        Progress.Line(
                            $"call {number} ({way}): {outcome.Kind} {outcome.Data?.ToJsonString()} {outcome.Reason}");
                    if (Interlocked.Increment(ref done) % 1000 == 0)
                        Progress.Show($"{done} of {Count}");
                    if (done % 100_000 == 0)
                        Progress.Line($"{done} calls, {wrong} wrong, after {began.Elapsed.TotalSeconds:0} s");
                }
            })));
            lost = Count - done;
        }
        var left = Leftovers() - before;
        return
        [
            Figure.AtMost("soak-wrong-replies",
                wrong, "", 0, $"of {Count} calls, {Count / BadEvery} of them hanging or crashing"),
            Figure.AtMost("soak-lost-replies", lost, "", 0, ""),
            Figure.AtMost("soak-processes-left", left, "", 0, ""),
        ];
    }

    private const string Csx = """
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

        switch ((string)In["way"])
        {
            case "loop": while (In != null) { } break;
            case "exit": Environment.Exit(3); break;
            case "crash":
                new System.Threading.Thread(() => throw new Exception("crash")).Start();
                System.Threading.Thread.Sleep(10000);
                break;
            case "sleep": Process.Start("/bin/sh", ["-c", "sleep 4711 & sleep 4712"]).WaitForExit(); break;
        }
        return Success($"{In.Phone}-{In.Phone}");
        """;

    private const string Php = """
        <?php
        switch ($params['way']) {
            case 'loop': while (true) { }
            case 'exit': exit('stopped');
            case 'crash': exec('kill -SEGV $PPID'); sleep(10);
            case 'sleep': exec('sleep 4713 & sleep 4714');
        }
        return array('state' => 'success', 'data' => array('phone' => $params['phone'] . '-' . $params['phone']));
        """;

    private static int Leftovers() => Directory.EnumerateDirectories("/proc").Count(IsLeftover);

    private static bool IsLeftover(string process)
    {
        try
        {
            var line = File.Exists($"{process}/cmdline")
                ? File.ReadAllText($"{process}/cmdline").Replace('\0', ' ') : "";
            return line.Contains("sleep 471") || line.Contains(" worker csx") || line.Contains("php-cgi");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
