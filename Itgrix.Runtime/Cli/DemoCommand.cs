using System.CommandLine;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Csx;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Logging;
using Itgrix.Runtime.Php;
using NLog;

namespace Itgrix.Runtime.Cli;

/// <summary><c>demo</c>: every shipped example on its hook's sample call, C# and PHP side by side; then a call into a simulated CRM.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Command("demo", "Runs the shipped examples on a sample call, C# and PHP side by side.");
        command.SetAction(async (_, token) =>
        {
            var home = Environment.GetEnvironmentVariable("ITGRIX_HOME") ?? Directory.GetCurrentDirectory();
            var examples = Find(home).ToList();
            if (examples.Count == 0)
                throw new UsageException($"There are no examples below {home}: set ITGRIX_HOME to the project's folder.");
            LogSetup.ToStandardError(NLog.LogLevel.Error);
            return await Run(home, examples, token);
        });
        return command;
    }

    private static async Task<int> Run(string home, IReadOnlyList<Example> examples, CancellationToken token)
    {
        var options = new CustomizerOptions();
        using var runner = new HookRunner(options, [new CsxEngine(options), new PhpEngine(options)]);
        Console.Out.WriteLine($"{examples.Count} examples on a sample call; each file can be copied to customizations/<crm>/<hook>.csx or .php\n");
        Console.Out.WriteLine($"{"example",-62} {"outcome",-15} {"ms",7}  data");
        var failed = 0;
        foreach (var example in examples)
        {
            var input = await File.ReadAllBytesAsync(Path.Combine(home, "customizations", "samples", example.Hook.Id + ".json"), token);
            var outcome = await runner.RunFile(example.Hook, example.File, input, token);
            failed += outcome.Kind == OutcomeKind.Failed ? 1 : 0;
            Console.Out.WriteLine(
                $"{Path.GetRelativePath(home, example.File),-62} {outcome.KindName,-15} {outcome.Elapsed.TotalMilliseconds,7:0.0}  {Data(outcome)}");
        }
        await TellACall(home, token);
        return failed == 0 ? 0 : 1;
    }

    // A recorded call of a real Asterisk: Alice takes it and hands it on to Bob.
    private static async Task TellACall(string home, CancellationToken token)
    {
        var call = Path.Combine(home, "tests", "captures", "transfer_attended_keys.ami");
        if (!File.Exists(call))
            return;
        Console.Out.WriteLine($"\nA recorded call, told to a simulated Bitrix24 portal (./run.sh replay {Path.GetRelativePath(home, call)} shows all of it)\n");
        using var printed = new StringWriter();
        await ReplayCommand.RunAsync(new(call, null, null, Crm.Bitrix24), new(), printed, token);
        foreach (var line in printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var told = JsonNode.Parse(line)!;
            if ((string?)told["event"] == "stage")
                Console.Out.WriteLine($"{told["stage"]}");
            else if ((string?)told["event"] == "crm")
                Console.Out.WriteLine($"    {told["path"],-40} {Short(HookCommand.Text(told["request"]))}");
        }
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

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private sealed record Example(HookDefinition Hook, string File);
}
