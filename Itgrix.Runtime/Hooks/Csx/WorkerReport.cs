using Itgrix.Runtime.Hooks.Workers;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>Explains a csx worker's answer to the administrator.</summary>
internal static class WorkerReport
{
    // Lines before the stack: the runtime's own words, then those of Environment.FailFast.
    private const int MaxWords = 3;

    /// <summary>Why there is no reply; <c>null</c> when there is one.</summary>
    public static string? Reason(WorkerAnswer answer, HookJob job, CustomizerOptions options) => answer.End switch
    {
        WorkerEnd.Reply => null,
        WorkerEnd.Error => Thrown(
            JsonSerializer.Deserialize(answer.Payload, CsxJson.Default.ScriptError)!, job, options),
        WorkerEnd.TimedOut when answer.Starved > TimeSpan.Zero => HookReasons.Starved(job, answer.Starved),
        WorkerEnd.TimedOut => HookReasons.TimedOut(job),
        WorkerEnd.TooMuch => HookReasons.TooMuch(job, options.Output),
        WorkerEnd.Died => $"{job.File} ended its process ({answer.Status}): {Words(answer)}",
        WorkerEnd.NotStarted => $"no worker could be started: {answer.StandardError}",
        _ => HookReasons.QueueFull,
    };

    /// <summary>Whether the script did not run, because the cache does not have what was compiled.</summary>
    public static bool IsDamaged(WorkerAnswer answer) => answer.End == WorkerEnd.Error
        && JsonSerializer.Deserialize(answer.Payload, CsxJson.Default.ScriptError)!.IsDamaged;

    private static string Thrown(ScriptError error, HookJob job, CustomizerOptions options)
    {
        var place = error.File is null ? job.File : $"{error.File}:{error.Line}";
        var advice = error.OutOfMemory
            ? $" It may use {options.Memory >> 20} MB: use less, or raise customizer.memory_mb." : "";
        return $"{place}: {error.Message}{advice}";
    }

    private static string Words(WorkerAnswer answer)
    {
        var words = answer.StandardError
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeWhile(line => !line.StartsWith("at ", StringComparison.Ordinal)).Take(MaxWords).ToList();
        return words.Count > 0 ? string.Join(' ', words) : "a script must return its reply, not exit.";
    }
}
