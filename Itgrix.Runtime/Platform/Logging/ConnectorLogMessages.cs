using NLog;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>Log messages about the service as a whole.</summary>
internal static class ConnectorLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("itgrix");

    public static void Started(string crms) => Log.Info("Started; calls are delivered to {Crms}", crms);

    public static void Stopping() => Log.Info("Stopping; unfinished work is kept for the next start");

    public static void NotNotified(string reason) => Log.Warn(
        "systemd cannot be notified of the service's state: {Reason}", reason);

    public static void Broke(string work, Exception error) =>
        Log.Failure(error, "Job {Job} failed; it runs again on schedule", work);
}
