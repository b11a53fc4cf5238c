using NLog;

namespace Itgrix.Runtime.Logging;

/// <summary>What the log says of the service's databases.</summary>
internal static class StorageLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("storage");

    public static void Away(string database, TimeSpan pause, Exception error) => Log.Warn(
        "{Database} is not there, the next try is in {Pause:0.0} s: {Reason}",
        database, pause.TotalSeconds, error.Message);
}
