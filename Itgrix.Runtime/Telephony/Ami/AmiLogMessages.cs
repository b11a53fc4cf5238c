using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Log messages about the connection to Asterisk.</summary>
internal static class AmiLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("ami");

    public static void Connected(string address, string version) =>
        Log.Info("Connected to Asterisk as {Address}, manager interface {Version}", address, version);

    /// <summary>An error when the reason is new; repeated failures with the same reason are for debugging.</summary>
    public static void Retry(string address, AmiException error, TimeSpan delay, bool isNewReason) =>
        Log.Log(isNewReason ? LogLevel.Error : LogLevel.Debug,
            "No connection to Asterisk as {Address}, retry in {Delay:0.0} s: {Reason}",
            address, delay.TotalSeconds, error.Message);

    public static void Broke(Exception error) =>
        Log.Failure(error, "Reading from Asterisk failed; reconnecting");

    public static void NoVersion(string address, string reason) =>
        Log.Debug("Asterisk did not report its version to {Address}: {Reason}", address, reason);

    public static void Malformed(string address) => Log.Warn(
        "Asterisk sent {Address} a line that is not a header; it was skipped. Further ones of this connection are only "
        + "counted", address);

    public static void Cut(string address) => Log.Warn(
        "Asterisk sent {Address} a line or message over the maximum; the rest of it was dropped. Further ones of this "
        + "connection are only counted", address);

    public static void QueueFull(int waiting, TimeSpan heldUp) => Log.Warn(
        "{Waiting} events wait to be handled; reading from Asterisk pauses until there is room; it had paused for "
        + "{HeldUp:0.0} s before. If this continues, hooks or the CRM are too slow for the calls",
        waiting, heldUp.TotalSeconds);

    public static void QueueHasRoom(TimeSpan late) =>
        Log.Info("Reading from Asterisk resumes after {Late:0.0} s", late.TotalSeconds);
}
