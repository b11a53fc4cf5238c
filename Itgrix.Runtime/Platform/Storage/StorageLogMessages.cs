using NLog;

namespace Itgrix.Runtime.Platform.Storage;

/// <summary>What the log says of the service's databases.</summary>
internal static class StorageLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("storage");

    public static void Away(string database, string cause) => Log.Warn(
        "{Database} cannot be used, what is to be written waits for it: {Cause}", database, cause);

    public static void Back(string database, TimeSpan outage) => Log.Info(
        "{Database} can be used again after {Outage:0.0} s", database, outage.TotalSeconds);

    public static void Rescued(string file) => Log.Error(
        "{File} was deleted while the service used it: it is written again from what was still open", file);

    public static void Replaced(string file) => Log.Error(
        "{File} was replaced while the service used it: the new file is used, what only the old one had is lost", file);
}
