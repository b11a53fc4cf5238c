using System.Diagnostics;
using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Benchmarks;

/// <summary>
/// From the start of the service's process to the first reply of a csx hook, with a filled compile cache, over
/// starting an empty .NET program.
/// </summary>
internal static class StartBench
{
    private const int Rounds = 11;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var hooks = new BenchHooks();
        await hooks.RunCsx();
        var helloWorld = HelloWorld.Write(hooks.Folder);
        var (hello, first) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            hello.Add(await Time("dotnet", helloWorld));
            first.Add(await Time(Environment.ProcessPath!, "first-reply", hooks.Folder));
        }
        return
        [
            Figure.AtMost("start-to-first-csx-reply", Sample.Median(first) / Sample.Median(hello), "x", 5,
                $"{Sample.Median(first):0} ms over {Sample.Median(hello):0} ms"),
        ];
    }

    /// <summary>Main method of the measured process: runs the hook once.</summary>
    public static async Task<int> FirstReply(string folder)
    {
        using var hooks = new BenchHooks(folder);
        await hooks.Warm();
        Console.Out.WriteLine((await hooks.RunCsx()).Data!["phone"]);
        return 0;
    }

    // Up to the first line: the exit of the process does not belong to the reply.
    private static async Task<double> Time(string program, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = BenchProgram.Start(program, arguments);
        if (await process.StandardOutput.ReadLineAsync() is null or "")
            throw new InvalidOperationException($"{program} {arguments[0]} said nothing");
        var time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await process.WaitForExitAsync();
        return time;
    }
}
