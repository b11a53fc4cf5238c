using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>What the log says of the connection to Asterisk.</summary>
internal static class AmiLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("ami");

    public static void Connected(string address, string version) =>
        Log.Info("Connected to Asterisk as {Address}, manager interface {Version}", address, version);

    /// <summary>Loud when the reason is news; later tries that fail alike are for who looks closer.</summary>
    public static void Retry(string address, AmiException error, TimeSpan pause, bool isNews) =>
        Log.Log(isNews ? LogLevel.Error : LogLevel.Debug,
            "No connection to Asterisk as {Address}, the next try is in {Pause:0.0} s: {Reason}",
            address, pause.TotalSeconds, error.Message);

    public static void Broke(Exception error) =>
        Log.Failure(error, "Reading from Asterisk failed, a new connection is made");

    public static void NoVersion(string address, string reason) =>
        Log.Debug("Asterisk did not tell {Address} its version: {Reason}", address, reason);

    public static void Malformed(string address) => Log.Warn(
        "Asterisk sent {Address} a line that is no header; it was skipped. Further ones of this connection are only "
        + "counted", address);

    public static void Cut(string address) => Log.Warn(
        "Asterisk sent {Address} a line or message over the limit; the rest of it was dropped. Further ones of this "
        + "connection are only counted", address);

    public static void QueueFull(int waiting, TimeSpan heldUp) => Log.Warn(
        "{Waiting} events wait to be handled, so Asterisk is not read on until there is room; it was held up for "
        + "{HeldUp:0.0} s before. When this goes on, hooks or the CRM are too slow for the calls",
        waiting, heldUp.TotalSeconds);

    public static void QueueHasRoom(TimeSpan late) =>
        Log.Info("Asterisk is read on after {Late:0.0} s", late.TotalSeconds);
}
