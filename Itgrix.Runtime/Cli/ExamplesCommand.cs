using System.CommandLine;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Runtime.Cli;

/// <summary><c>examples</c>: every shipped example on its hook's sample call, C# beside PHP.</summary>
internal static class ExamplesCommand
{
    public static Command Create()
    {
        var command = new Command("examples", "Runs the shipped examples on a sample call, C# beside PHP.");
        command.SetAction(async (_, token) =>
        {
            var home = Environment.GetEnvironmentVariable("ITGRIX_HOME") ?? Directory.GetCurrentDirectory();
            var examples = Find(home).ToList();
            if (examples.Count == 0)
                throw new UsageException(
                    $"There are no examples below {home}: set ITGRIX_HOME to the project's folder.");
            AppLog.UseInProcess(new(new() { Level = LogDetail.Error }));
            return await Run(home, examples, token);
        });
        return command;
    }

    private static async Task<int> Run(string home, IReadOnlyList<Example> examples, CancellationToken token)
    {
        var options = new CustomizerOptions { BuildTimeout = CommonOptions.BuildTimeout };
        using var runner = new HookRunner(options, [new CsxEngine(options), new PhpEngine(options)]);
        Console.Out.WriteLine($"{examples.Count} examples on a sample call; each file can be copied to "
            + "customizations/<crm>/<hook>.csx or .php\n");
        Console.Out.WriteLine($"{"example",-62} {"outcome",-15} {"ms",7}  data");
        var failed = 0;
        foreach (var example in examples)
        {
            var input = await File.ReadAllBytesAsync(
                Path.Combine(home, "customizations", "samples", example.Hook.Id + ".json"), token);
            var outcome = await runner.RunFile(example.Hook, example.File, input, token);
            failed += outcome.Kind == OutcomeKind.Failed ? 1 : 0;
            Console.Out.WriteLine(
                $"{Path.GetRelativePath(home, example.File),-62} {outcome.KindName,-15} "
                + $"{outcome.Elapsed.TotalMilliseconds,7:0.0}  {Data(outcome)}");
        }
        return failed == 0 ? 0 : 1;
    }

    private static IEnumerable<Example> Find(string home) =>
        from hook in HookCatalog.All
        from folder in new[] { Path.Combine(home, "customizations"), Path.Combine(home, "php-compat", "examples") }
        let place = Path.Combine(folder, hook.Folder)
        where Directory.Exists(place)
        from file in Directory.EnumerateFiles(place, hook.Name + ".*").Order(StringComparer.Ordinal)
        where Path.GetExtension(file) is ".csx" or ".php"
        select new Example(hook, file);

    private static string Data(HookOutcome outcome) => Short(outcome.Reason ?? HookCommand.Text(outcome.Data));

    /// <summary>The start of a long text.</summary>
    public static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private sealed record Example(HookDefinition Hook, string File);
}
