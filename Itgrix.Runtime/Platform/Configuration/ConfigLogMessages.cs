using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>What the log says of changes of the configuration.</summary>
internal static class ConfigLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("configuration");

    public static void Applied(string file, string settings) => Log.Info(
        "{File} was saved; in force from now on: {Settings}", file, settings);

    public static void NeedsRestart(string file, string settings) => Log.Warn(
        "{File} was changed where it needs a restart, until then it is as before: {Settings}", file, settings);

    public static void Wrong(string mistakes) => Log.Error(
        "The new configuration has mistakes, all stays as it was: {Mistakes}", mistakes);

    public static void Broke(Exception error) => Log.Failure(error,
        "Configuration and employees cannot be read again, all stays as it was until the next SIGHUP");

    public static void EmployeesNotRead(string crm, string reason) => Log.Error(
        "The employees of {Crm} cannot be read: {Reason}", crm, reason);
}
