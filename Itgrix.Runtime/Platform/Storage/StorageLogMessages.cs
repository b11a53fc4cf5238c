using NLog;

namespace Itgrix.Runtime.Platform.Storage;

/// <summary>Log messages about the service's databases.</summary>
internal static class StorageLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("storage");

    public static void Away(string database, string cause) => Log.Warn(
        "{Database} cannot be used; writes wait for it: {Cause}", database, cause);

    public static void Back(string database, TimeSpan outage) => Log.Info(
        "{Database} can be used again after {Outage:0.0} s", database, outage.TotalSeconds);

    public static void Rescued(string file) => Log.Error(
        "{File} was deleted while the service used it; it was restored from the open connection", file);

    public static void Replaced(string file) => Log.Error(
        "{File} was replaced while the service used it; the new file is used, data only in the old one is lost", file);
}
