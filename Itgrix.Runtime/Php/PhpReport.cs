using System.Text;
using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Processes;

namespace Itgrix.Runtime.Php;

/// <summary>What a finished PHP run means: the returned value, else what it printed, is the reply.</summary>
internal static class PhpReport
{
    private const int MostLogLines = 50;

    /// <param name="returned">What the bridge wrote: the file's return value as JSON; empty after exit or a crash.</param>
    public static EngineAnswer Read(ProcessResult result, byte[] returned, HookJob job, CustomizerOptions options)
    {
        var answer = Judge(result, returned, job, options);
        return answer with
        {
            Ran = result.Elapsed,
            TimedOut = result.TimedOut,
            Log = [.. Lines(result.Outputs[2]).Take(MostLogLines).Select(line => new LogLine(LogLevel.Warning, line))],
        };
    }

    private static EngineAnswer Judge(ProcessResult result, byte[] returned, HookJob job, CustomizerOptions options)
    {
        if (result.TimedOut)
            return EngineAnswer.Failed(HookReasons.TimedOut(job));
        if (result.OverflowedFd is not null)
            return EngineAnswer.Failed(HookReasons.TooMuch(job, options.Output));
        if (returned.Length == 0 && !result.Status.Succeeded)
            return EngineAnswer.Failed($"{job.File} {Death(result)}");
        if (returned.Length > 0)
        {
            using var document = JsonDocument.Parse(returned, new JsonDocumentOptions { MaxDepth = 1024 });
            var root = document.RootElement;
            if (root.TryGetProperty("error", out var error))
                return EngineAnswer.Failed($"{job.File}: {error.GetString()}");
            var value = root.GetProperty("returned");
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                return new(Encoding.UTF8.GetBytes(value.GetRawText()), null);
        }
        return PrintedReply.Find(result.Outputs[1]) is { } printed
            ? new(printed, null)
            : EngineAnswer.Failed($"{job.File} neither returned nor printed a reply{Printed(result)}: "
                + "end it with return array('state' => 'success', 'data' => ...);");
    }

    private static string Death(ProcessResult result)
    {
        var words = Lines(result.Outputs[2]).FirstOrDefault(line => line.Contains("error:", StringComparison.OrdinalIgnoreCase))
            ?? Lines(result.Outputs[2]).LastOrDefault();
        return words is null ? $"ended with {result.Status} and without a reply." : $"ended with {result.Status}: {words}";
    }

    private static string Printed(ProcessResult result) =>
        Lines(result.Outputs[1]).FirstOrDefault() is { } line ? $" (it printed: {line[..Math.Min(line.Length, 100)]})" : "";

    private static IEnumerable<string> Lines(byte[] text) =>
        Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
