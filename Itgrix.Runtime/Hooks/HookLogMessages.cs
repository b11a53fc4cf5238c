using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Hooks;

/// <summary>Log messages about hooks.</summary>
internal static class HookLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("hooks");

    public static void Ran(HookOutcome outcome, string call)
    {
        var elapsed = outcome.Elapsed.TotalMilliseconds;
        foreach (var warning in outcome.Warnings)
            Log.Warn("{Hook} of call {Call}: {Warning}", outcome.Hook.Id, Name(call), warning);
        switch (outcome.Kind)
        {
            case OutcomeKind.Applied:
                Log.Debug("{Hook} of call {Call}: applied after {Elapsed:0.0} ms",
                    outcome.Hook.Id, Name(call), elapsed);
                break;
            case OutcomeKind.Cancelled:
                Log.Info("{Hook} of call {Call}: cancelled by customization after {Elapsed:0.0} ms",
                    outcome.Hook.Id, Name(call), elapsed);
                break;
            case OutcomeKind.Failed:
                Log.Error("{Hook} of call {Call} failed after {Elapsed:0.0} ms, the value stays unchanged: {Reason}",
                    outcome.Hook.Id, Name(call), elapsed, outcome.Reason);
                break;
        }
    }

    public static void Said(string hook, string call, LogLine line) =>
        Log.Log(Level(line.Level), "{Hook} of call {Call} says: {Text}", hook, Name(call), line.Text);

    public static void AtRisk(HookRisk risk) => Log.Warn("{Path} is not safe: {Text}", risk.Path, risk.Text);

    public static void EngineBroke(string hook, Exception error) =>
        Log.Failure(error, "{Hook} cannot be run, the value stays unchanged", hook);

    public static void NoPhpWorkers(string program, string reason) => Log.Warn(
        "PHP files run in a process each, which takes some 20 ms a call, because '{Program}' cannot be used: {Reason} "
        + "Install php-cgi or set customizer.php_cgi, then restart; with \"php_mode\": \"process\" this is not tried.",
        program, reason);

    public static void NoCultures(string problem) => Log.Warn("The library ICU is not installed: {Problem}", problem);

    public static void Runs(string file, PhpMode mode)
    {
        if (mode.Kind == PhpModeKind.Process)
            Log.Info("{File} runs in a PHP process of its own, some 20 ms a call: {Reason}", file, mode.Reason);
        else
            Log.Info("{File} runs in PHP workers again", file);
    }

    private static string Name(string call) => call.Length == 0 ? "-" : call;

    private static NLog.LogLevel Level(Itgrix.Hooks.LogLevel level) => level switch
    {
        Itgrix.Hooks.LogLevel.Debug => NLog.LogLevel.Debug,
        Itgrix.Hooks.LogLevel.Info => NLog.LogLevel.Info,
        Itgrix.Hooks.LogLevel.Warning => NLog.LogLevel.Warn,
        _ => NLog.LogLevel.Error,
    };
}
