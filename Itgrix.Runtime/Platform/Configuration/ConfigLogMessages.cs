using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>Log messages about configuration changes.</summary>
internal static partial class ConfigLogMessages
{
    [LoggerMessage(LogLevel.Information, "{File} was saved; now in force: {Settings}")]
    public static partial void Applied(ILogger log, string file, string settings);

    [LoggerMessage(LogLevel.Warning,
        "{File} has changes that need a restart; the old values stay in force until then: {Settings}")]
    public static partial void NeedsRestart(ILogger log, string file, string settings);

    [LoggerMessage(LogLevel.Error,
        "The new configuration has mistakes; the old one stays in force: {Mistakes}")]
    public static partial void Wrong(ILogger log, string mistakes);

    [LoggerMessage(LogLevel.Error,
        "Configuration and employees cannot be reloaded; the old ones stay in force until the next SIGHUP")]
    public static partial void Broke(ILogger log, Exception error);

    [LoggerMessage(LogLevel.Error, "The employees of {Crm} cannot be read: {Reason}")]
    public static partial void EmployeesNotRead(ILogger log, string crm, string reason);
}
