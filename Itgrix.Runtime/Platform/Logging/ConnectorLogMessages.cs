using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>Log messages about the service as a whole.</summary>
internal static partial class ConnectorLogMessages
{
    [LoggerMessage(LogLevel.Information, "Started; calls of Asterisk are followed")]
    public static partial void Started(ILogger log);

    [LoggerMessage(LogLevel.Information, "Stopping; unfinished work is kept for the next start")]
    public static partial void Stopping(ILogger log);

    [LoggerMessage(LogLevel.Information, "Stopped: {Part}, after {Elapsed:0.000} s")]
    public static partial void PartStopped(ILogger log, string part, Seconds elapsed);

    [LoggerMessage(LogLevel.Warning, "systemd cannot be notified of the service's state: {Reason}")]
    public static partial void NotNotified(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "Job {Job} failed; it runs again on schedule")]
    public static partial void JobFailed(ILogger log, string job, Exception error);

    [LoggerMessage(LogLevel.Error,
        "{File} of log.file cannot be written, lines go to standard error alone; free some space or make it writable")]
    public static partial void LogFileFailed(ILogger log, string file, Exception error);

    [LoggerMessage(LogLevel.Information, "{File} of log.file can be written again; lines of the meantime are missing")]
    public static partial void LogFileWorks(ILogger log, string file);
}
