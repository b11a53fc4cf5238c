using NLog;
using NLog.Config;
using NLog.Layouts;
using NLog.Targets;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>Where log lines go, and from which level on.</summary>
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

    /// <summary>A line of the log; only a bug brings further ones, its stack trace.</summary>
    public static string Line(LogEventInfo entry)
    {
        var trace = entry.Exception is { } error ? $"\n{error}" : "";
        return $"{entry.Level.Name.ToLowerInvariant(),-5} {PrintableText.Lines(entry.FormattedMessage + trace)}";
    }
}
