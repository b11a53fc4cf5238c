using System.CommandLine;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Fuzz;

/// <summary><c>./run.sh fuzz</c>: fuzzes every input from outside, for minutes.</summary>
internal static class FuzzCommand
{
    public static System.CommandLine.Command Create()
    {
        var minutes = new Option<double>(
            "--minutes") { Description = "How long, all targets together.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed makes the same inputs. Default: another one each time, which is printed.",
            DefaultValueFactory = _ => Random.Shared.Next(1, 1_000_000),
        };
        var target = new Option<string[]>("--target") { Description = "Only this one; may be given several times." };
        target.AcceptOnlyFromAmong([.. FuzzTargets.All.Keys]);
        var input = new Option<string?>(
            "--input") { Description = "Tries this file, with --target, and nothing else." };
        var command = new System.CommandLine.Command(
            "fuzz", "Tries parsers, replies, routes and configuration with wrong input; exit code 1 when one breaks.")
        {
            minutes, seed, target, input,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(target) is { Length: > 0 } chosen ? chosen : [.. FuzzTargets.All.Keys],
            TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(seed), parsed.GetValue(input)));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> names, TimeSpan duration, int seed, string? input)
    {
        var folder = ProjectFolder.Of("out", "fuzz");
        var failures = 0;
        foreach (var name in names)
        {
            await using var target = await FuzzTargets.All[name]();
            var run = new FuzzRun(target, seed, folder);
            if (input is not null)
            {
                var found = await run.TryAsync(await File.ReadAllBytesAsync(input));
                Console.WriteLine(
                    $"{name}: {(found is var (kind, details) ? $"{kind}\n{details}" : "nothing breaks")}");
                failures += found is null ? 0 : 1;
                continue;
            }
            Console.WriteLine($"{name}: seed {seed}, {duration / names.Count:m\\:ss} minutes ...");
            await run.RunAsync(duration / names.Count);
            Console.WriteLine($"{name}: {run.Inputs} inputs, {run.Outcomes} outcomes, {run.Failures.Count} failures");
            foreach (var failure in run.Failures)
                Console.WriteLine(failure);
            failures += run.Failures.Count;
        }
        Console.WriteLine(failures == 0
            ? "Nothing broke." : $"{failures} failures. Try one again: ./run.sh fuzz --target NAME --input FILE");
        return failures == 0 ? 0 : 1;
    }
}
