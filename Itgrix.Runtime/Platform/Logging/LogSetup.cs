using NLog;
using NLog.Config;
using NLog.Layouts;
using NLog.Targets;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>Target and minimum level of log lines.</summary>
internal static class LogSetup
{
    private const string Rule = "standard error";

    /// <summary>Nowhere.</summary>
    public static void Off() => LogManager.Configuration = new();

    /// <summary>To standard error: standard output is for results.</summary>
    public static void ToStandardError(LogLevel least)
    {
        var config = new LoggingConfiguration();
        var target = new ConsoleTarget("console") { StdErr = true, Layout = Layout.FromMethod(Line) };
        config.AddRule(new LoggingRule("*", least, LogLevel.Fatal, target) { RuleName = Rule });
        LogManager.Configuration = config;
    }

    /// <summary>Applies the configured level to standard error while it is in use.</summary>
    public static void Use(LogOptions options)
    {
        if (LogManager.Configuration?.FindRuleByName(Rule) is not { } rule)
            return;
        rule.SetLoggingLevels(LogLevel.FromString($"{options.Level}"), LogLevel.Fatal);
        LogManager.ReconfigExistingLoggers();
    }

    /// <summary>One log line; only a bug adds more, its stack trace.</summary>
    public static string Line(LogEventInfo entry)
    {
        var trace = entry.Exception is { } error ? $"\n{error}" : "";
        return $"{entry.Level.Name.ToLowerInvariant(),-5} {PrintableText.Lines(entry.FormattedMessage + trace)}";
    }
}
