using NLog;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>What the log says of the service as a whole.</summary>
internal static class ConnectorLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("itgrix");

    public static void Started(string crms) => Log.Info("Started; calls are told to {Crms}", crms);

    public static void Stopping() => Log.Info("Stopping: what is under way is kept for the next start");

    public static void NotNotified(string reason) => Log.Warn(
        "systemd cannot be told how the service is: {Reason}", reason);

    public static void Broke(string work, Exception error) =>
        Log.Failure(error, "Job \"{Work}\" failed, it runs again on schedule", work);
}
