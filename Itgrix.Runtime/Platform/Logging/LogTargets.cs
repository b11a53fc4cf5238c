using NLog;
using NLog.Config;
using NLog.Layouts;
using NLog.Targets;
using NLog.Targets.Wrappers;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>Where log lines go, and which.</summary>
internal static class LogTargets
{
    // Lines that wait for a slow disk; further ones are dropped, for no call waits for the log.
    private const int MaxWaiting = 10_000;

    /// <summary>Standard error, because standard output is for results; and the file, if there is one.</summary>
    /// <param name="options">Level and file.</param>
    /// <param name="report">Gets the error when the file cannot be written, <c>null</c> when it can again.</param>
    public static LoggingConfiguration Create(LogOptions options, Action<Exception?> report)
    {
        var console = new ConsoleTarget("standard error")
        {
            StdErr = true, Layout = Layout.FromMethod(options.Times ? LogText.TimedLine : LogText.Line),
        };
        return To(options, options.File is { } file ? [console, File(file, options, report)] : [console]);
    }

    /// <summary>Lines of the service from the level on; of the framework warnings, unless details are wanted.</summary>
    public static LoggingConfiguration To(LogOptions options, params IReadOnlyList<Target> targets)
    {
        var config = new LoggingConfiguration();
        var least = LogLevel.FromString($"{options.Level}");
        var framework = least <= LogLevel.Debug || least > LogLevel.Warn ? least : LogLevel.Warn;
        AddRule($"{LogText.OwnPrefix}*", least);
        AddRule("*", framework);
        return config;

        void AddRule(string categories, LogLevel from)
        {
            var rule = new LoggingRule { LoggerNamePattern = categories, Final = true };
            rule.SetLoggingLevels(from, LogLevel.Fatal);
            foreach (var target in targets)
                rule.Targets.Add(target);
            config.AddRule(rule);
        }
    }

    // Opened for each batch of lines: a file that was moved away, or could not be written for a while, begins anew. The
    // lines of now are always in the file of that name; earlier ones are moved to name_20261130_00.log.
    private static AsyncTargetWrapper File(string file, LogOptions options, Action<Exception?> report) => new(
        "file", new LogFileTarget(report)
    {
        Name = "file",
        FileName = Layout.FromLiteral(file),
        Layout = Layout.FromMethod(LogText.TimedLine),
        KeepFileOpen = false,
        CreateDirs = true,
        ArchiveFileName = Layout.FromLiteral(file),
        ArchiveSuffixFormat = "_{1:yyyyMMdd}_{0:00}",
        ArchiveEvery = FileArchivePeriod.Day,
        ArchiveAboveSize = options.FileMaxBytes,
        MaxArchiveFiles = options.FileKeep,
    })
    {
        QueueLimit = MaxWaiting, OverflowAction = AsyncTargetWrapperOverflowAction.Discard,
    };
}
