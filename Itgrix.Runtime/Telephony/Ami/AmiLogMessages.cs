using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Log messages about the connection to Asterisk.</summary>
internal static partial class AmiLogMessages
{
    [LoggerMessage(LogLevel.Information, "Connected to Asterisk as {Address}, manager interface {Version}")]
    public static partial void Connected(ILogger log, string address, string version);

    /// <summary>An error when the reason is new; repeated failures with the same reason are for debugging.</summary>
    public static void Retry(
        ILogger log, string address, AmiException error, TimeSpan delay, bool isNewReason) =>
        Retry(log, isNewReason ? LogLevel.Error : LogLevel.Debug, address, delay, error.Message);

    [LoggerMessage(LogLevel.Error, "Reading from Asterisk failed; reconnecting")]
    public static partial void Broke(ILogger log, Exception error);

    [LoggerMessage(LogLevel.Debug, "Asterisk did not report its version to {Address}: {Reason}")]
    public static partial void NoVersion(ILogger log, string address, string reason);

    [LoggerMessage(LogLevel.Warning,
        "Asterisk sent {Address} a line that is not a header; it was skipped. Further ones of this connection are only "
        + "counted")]
    public static partial void Malformed(ILogger log, string address);

    [LoggerMessage(LogLevel.Warning,
        "Asterisk sent {Address} a line or message over the maximum; the rest of it was dropped. Further ones of this "
        + "connection are only counted")]
    public static partial void Cut(ILogger log, string address);

    [LoggerMessage(LogLevel.Warning,
        "{Waiting} events wait to be handled; reading from Asterisk pauses until there is room; it had paused for "
        + "{HeldUp:0.0} s before. If this continues, hooks or the CRM are too slow for the calls")]
    public static partial void QueueFull(ILogger log, int waiting, Seconds heldUp);

    [LoggerMessage(LogLevel.Information, "Reading from Asterisk resumes after {Late:0.0} s")]
    public static partial void QueueHasRoom(ILogger log, Seconds late);

    [LoggerMessage("No connection to Asterisk as {Address}, retry in {Delay:0.0} s: {Reason}")]
    private static partial void Retry(
        ILogger log, LogLevel level, string address, Seconds delay, string reason);
}
