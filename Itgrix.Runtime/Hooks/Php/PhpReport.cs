using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Workers;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Interprets a finished PHP run: the returned value, else the printed one, is the reply.</summary>
internal static class PhpReport
{
    private const int MaxLogLines = 50;

    public static EngineAnswer Read(PhpRun run, HookJob job, CustomizerOptions options) => Judge(run, job, options) with
    {
        Ran = run.Ran,
        TimedOut = run.End == WorkerEnd.TimedOut,
        Log = [.. Lines(run.Errors).Take(MaxLogLines).Select(line => new LogLine(LogLevel.Warning, line))],
    };

    private static EngineAnswer Judge(PhpRun run, HookJob job, CustomizerOptions options)
    {
        if (run.End == WorkerEnd.QueueFull)
            return EngineAnswer.Failed(HookReasons.QueueFull);
        if (run.End == WorkerEnd.TimedOut)
            return EngineAnswer.Failed(HookReasons.TimedOut(job));
        if (run.End == WorkerEnd.TooMuch)
            return EngineAnswer.Failed(HookReasons.TooMuch(job, options.Output));
        if (run.Returned.Length == 0 && !run.Status.Succeeded)
            return EngineAnswer.Failed($"{job.File} {Death(run)}");
        if (run.Returned.Length > 0)
        {
            using var document = JsonDocument.Parse(run.Returned, new JsonDocumentOptions { MaxDepth = 1024 });
            var root = document.RootElement;
            if (root.TryGetProperty("error", out var error))
                return EngineAnswer.Failed($"{job.File}: {error.GetString()}");
            var value = root.GetProperty("returned");
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                return new(JsonMarshal.GetRawUtf8Value(value).ToArray(), null);
        }
        return PrintedReply.Find(run.Printed) is { } printed
            ? new(printed, null)
            : EngineAnswer.Failed($"{job.File} neither returned nor printed a reply{Printed(run)}: "
                + "end it with return array('state' => 'success', 'data' => ...);");
    }

    private static string Death(PhpRun run)
    {
        var words = Lines(run.Errors).FirstOrDefault(
                line => line.Contains("error:", StringComparison.OrdinalIgnoreCase))
            ?? Lines(run.Errors).LastOrDefault();
        return words is null ? $"ended with {run.Status} and without a reply." : $"ended with {run.Status}: {words}";
    }

    private static string Printed(PhpRun run) =>
        Lines(Encoding.UTF8.GetString(run.Printed)).FirstOrDefault() is { } line
            ? $" (it printed: {line[..Math.Min(line.Length, 100)]})" : "";

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
