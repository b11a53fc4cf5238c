using System.CommandLine;
using System.Text.Encodings.Web;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Runtime.Cli;

/// <summary><c>hook CRM/NAME</c>: one hook on the JSON of standard input; prints the outcome.</summary>
internal static class HookCommand
{
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var common = new CommonOptions();
        var file = new Option<string?>("--file")
        {
            Description = "Runs this .csx or .php file as the hook, wherever it is: a worked example, a draft.",
            HelpName = "FILE",
        };
        var lastGood = new Option<bool>("--last-good")
        {
            Description = "While the newest version of the file cannot run, the last good one does, as in the service; "
                + "without this option the hook fails then.",
        };
        var command = new Command("hook",
            "Runs one hook on the JSON of standard input and prints the outcome as JSON; exit code 1 when it failed.");
        command.Arguments.Add(CommonOptions.Hook);
        common.AddTo(command);
        command.Options.Add(common.Timeout);
        command.Options.Add(file);
        command.Options.Add(lastGood);
        command.SetAction(async (parsed, token) =>
        {
            var hook = CommonOptions.ReadHook(parsed);
            var options = WithLimit(common.Read(parsed), hook, parsed.GetValue(common.Timeout)) with
            {
                Workers = 1,
                NewestOnly = !parsed.GetValue(lastGood),
                BuildTimeout = CommonOptions.BuildTimeout,
            };
            using var engines = new HookRunner(options, [new CsxEngine(options), new PhpEngine(options)]);
            var input = await ReadInput(token);
            var outcome = parsed.GetValue(file) is { } path
                ? await engines.RunFile(hook, ExistingFile(path), input, token)
                : await engines.Run(hook, input, token);
            Console.Out.WriteLine(ToJson(outcome));
            return outcome.Kind == OutcomeKind.Failed ? 1 : 0;
        });
        return command;
    }

    /// <summary>The object that scripts read; its shape is an interface.</summary>
    public static string ToJson(HookOutcome outcome) => Text(ToObject(outcome));

    public static JsonObject ToObject(HookOutcome outcome) => new()
    {
        ["hook"] = outcome.Hook.Id,
        ["engine"] = outcome.Engine,
        ["outcome"] = outcome.KindName,
        ["data"] = outcome.Data?.DeepClone(),
        ["reason"] = outcome.Reason,
        ["elapsed_ms"] = Math.Round(outcome.Elapsed.TotalMilliseconds, 1),
        ["version"] = outcome.Version,
        ["warnings"] = new JsonArray([.. outcome.Warnings.Select(warning => (JsonNode)warning)]),
    };

    public static string Text(JsonNode? json) => json?.ToJsonString(Readable) ?? "null";

    private static CustomizerOptions WithLimit(CustomizerOptions options, HookDefinition hook, double? seconds)
    {
        if (seconds is null)
            return options;
        if (seconds is not (> 0 and <= 86400))
            throw new UsageException($"--timeout {seconds}: give seconds, more than 0 and at most 86400.");
        var limit = new MethodOptions(
            options.IsEnabled(hook), TimeSpan.FromSeconds(seconds.Value), options.PhpModeOf(hook));
        return options with { Methods = new Dictionary<string, MethodOptions>(options.Methods) { [hook.Id] = limit } };
    }

    private static string ExistingFile(string file) => File.Exists(file) && Path.GetExtension(file) is ".csx" or ".php"
        ? Path.GetFullPath(file)
        : throw new UsageException($"--file {file}: give an existing .csx or .php file.");

    private static async Task<byte[]> ReadInput(CancellationToken token)
    {
        if (!Console.IsInputRedirected)
            Console.Error.WriteLine("Reading the hook's input as JSON from the terminal; end it with Ctrl+D, or use: "
                + "./run.sh hook ... < input.json");
        await using var input = Console.OpenStandardInput();
        var json = new MemoryStream();
        await input.CopyToAsync(json, token);
        return json.ToArray();
    }
}
