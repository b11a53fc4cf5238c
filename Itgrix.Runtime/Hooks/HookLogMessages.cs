using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Itgrix.Runtime.Hooks;

/// <summary>Log messages about hooks.</summary>
internal static partial class HookLogMessages
{
    public static void Ran(ILogger log, HookOutcome outcome, string call)
    {
        var (hook, elapsed) = (outcome.Hook.Id, outcome.Elapsed.TotalMilliseconds);
        foreach (var warning in outcome.Warnings)
            Warned(log, hook, Name(call), warning);
        switch (outcome.Kind)
        {
            case OutcomeKind.Applied:
                Applied(log, hook, Name(call), elapsed);
                break;
            case OutcomeKind.Cancelled:
                Cancelled(log, hook, Name(call), elapsed);
                break;
            case OutcomeKind.Failed:
                Failed(log, hook, Name(call), elapsed, outcome.Reason);
                break;
        }
    }

    public static void Said(ILogger log, string hook, string call, LogLine line) =>
        Said(log, Level(line.Level), hook, Name(call), line.Text);

    public static void Late(ILogger log, string hook, string call, LogLine line) =>
        Late(log, Level(line.Level), hook, Name(call), line.Text);

    public static void AtRisk(ILogger log, HookRisk risk) => AtRisk(log, risk.Path, risk.Text);

    [LoggerMessage(LogLevel.Error, "No hook of the folder {Folder} (customizer.folders) runs: {Problem}")]
    public static partial void NoFolder(ILogger log, string folder, string problem);

    [LoggerMessage(LogLevel.Error, "{Hook} cannot be run, the value stays unchanged")]
    public static partial void EngineBroke(ILogger log, string hook, Exception error);

    [LoggerMessage(LogLevel.Warning,
        "PHP files run in a process each, which takes 5 to 20 ms a call, because '{Program}' cannot be used: {Reason} "
        + "Install php-cgi or set customizer.php_cgi, then restart; with \"php_mode\": \"fork\" or \"process\" this "
        + "is not tried.")]
    public static partial void NoPhpWorkers(ILogger log, string program, string reason);

    [LoggerMessage(LogLevel.Warning, "The library ICU is not installed: {Problem}")]
    public static partial void NoCultures(ILogger log, string problem);

    [LoggerMessage(LogLevel.Information,
        "PHP files that need the command line run in a process each, which takes some 20 ms a call, because "
        + "'{Program}' cannot be forked: {Reason}")]
    public static partial void NoForks(ILogger log, string program, string reason);

    [LoggerMessage(LogLevel.Information,
        "'{Program}', its settings or its extensions changed: its processes start anew")]
    public static partial void PhpChanged(ILogger log, string program);

    /// <summary>No call is lost, but frequent deaths of this kind have a cause.</summary>
    [LoggerMessage(LogLevel.Warning,
        "A PHP process of {File} ended before it read its call: the call is retried in another one")]
    public static partial void Unread(ILogger log, string file);

    [LoggerMessage(LogLevel.Information, "{File} {Mode}")]
    public static partial void Runs(ILogger log, string file, PhpMode mode);

    private static string Name(string call) => call.Length == 0 ? "-" : call;

    private static LogLevel Level(Itgrix.Hooks.LogLevel level) => level switch
    {
        Itgrix.Hooks.LogLevel.Debug => LogLevel.Debug,
        Itgrix.Hooks.LogLevel.Info => LogLevel.Information,
        Itgrix.Hooks.LogLevel.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    [LoggerMessage(LogLevel.Warning, "{Hook} of call {Call}: {Warning}")]
    private static partial void Warned(ILogger log, string hook, string call, string warning);

    [LoggerMessage(LogLevel.Debug, "{Hook} of call {Call}: applied after {Elapsed:0.0} ms")]
    private static partial void Applied(ILogger log, string hook, string call, double elapsed);

    [LoggerMessage(LogLevel.Information,
        "{Hook} of call {Call}: cancelled by customization after {Elapsed:0.0} ms")]
    private static partial void Cancelled(ILogger log, string hook, string call, double elapsed);

    [LoggerMessage(LogLevel.Error,
        "{Hook} of call {Call} failed after {Elapsed:0.0} ms, the value stays unchanged: {Reason}")]
    private static partial void Failed(ILogger log, string hook, string call, double elapsed, string? reason);

    [LoggerMessage("{Hook} of call {Call} says: {Text}")]
    private static partial void Said(ILogger log, LogLevel level, string hook, string call, string text);

    [LoggerMessage("{Hook} of call {Call}, after its reply: {Text}")]
    private static partial void Late(ILogger log, LogLevel level, string hook, string call, string text);

    [LoggerMessage(LogLevel.Warning, "{Path} is not safe: {Text}")]
    private static partial void AtRisk(ILogger log, string path, string text);
}
