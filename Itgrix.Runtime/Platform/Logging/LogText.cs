using System.Text.RegularExpressions;
using NLog;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>The text of log lines.</summary>
internal static partial class LogText
{
    /// <summary>The beginning of the service's own categories; all others are the framework's.</summary>
    public const string OwnPrefix = "Itgrix.";

    /// <summary>One log line; only a bug adds more, its stack trace.</summary>
    public static string Line(LogEventInfo entry) =>
        $"{entry.Level.Name.ToLowerInvariant(),-5} {PrintableText.Lines(OwnCommand.In(Text(entry)))}";

    public static string TimedLine(LogEventInfo entry) =>
        entry.TimeStamp.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz ", CultureInfo.InvariantCulture) + Line(entry);

    /// <summary>Message and failure, without level.</summary>
    public static string Text(LogEventInfo entry)
    {
        var (message, error) = (entry.FormattedMessage, entry.Exception);
        if (entry.LoggerName.StartsWith(OwnPrefix, StringComparison.Ordinal))
            return error is null ? message : FailureLog.Text(message, error);
        return Path().Replace($"{entry.LoggerName}: {message}{(error is null ? "" : $"\n{error}")}", "/***");
    }

    // The framework prints requests as they came, also decoded, and their paths and queries may hold tokens and blanks.
    [GeneratedRegex("""(?<!HTTP)/[^'"\n]*""")]
    private static partial Regex Path();
}
