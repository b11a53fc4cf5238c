using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>Log messages about configuration changes.</summary>
internal static class ConfigLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("configuration");

    public static void Applied(string file, string settings) => Log.Info(
        "{File} was saved; now in force: {Settings}", file, settings);

    public static void NeedsRestart(string file, string settings) => Log.Warn(
        "{File} has changes that need a restart; the old values stay in force until then: {Settings}", file, settings);

    public static void Wrong(string mistakes) => Log.Error(
        "The new configuration has mistakes; the old one stays in force: {Mistakes}", mistakes);

    public static void Broke(Exception error) => Log.Failure(error,
        "Configuration and employees cannot be reloaded; the old ones stay in force until the next SIGHUP");

    public static void EmployeesNotRead(string crm, string reason) => Log.Error(
        "The employees of {Crm} cannot be read: {Reason}", crm, reason);
}
