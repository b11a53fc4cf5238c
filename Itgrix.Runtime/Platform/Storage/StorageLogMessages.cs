using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Platform.Storage;

/// <summary>Log messages about the service's databases.</summary>
internal static partial class StorageLogMessages
{
    [LoggerMessage(LogLevel.Warning, "{Database} cannot be used; writes wait for it: {Cause}")]
    public static partial void Away(ILogger log, string database, string cause);

    [LoggerMessage(LogLevel.Information, "{Database} can be used again after {Outage:0.0} s")]
    public static partial void Back(ILogger log, string database, Seconds outage);

    [LoggerMessage(LogLevel.Error,
        "{File} was deleted while the service used it; it was restored from the open connection")]
    public static partial void Rescued(ILogger log, string file);

    [LoggerMessage(LogLevel.Error,
        "{File} was deleted while the service could not use it; an empty one takes its place, and what it had is lost. "
        + "Calls that a CRM lacks: ./run.sh read_call")]
    public static partial void Lost(ILogger log, string file);

    [LoggerMessage(LogLevel.Error,
        "{File} was replaced while the service used it; the new file is used, data only in the old one is lost")]
    public static partial void Replaced(ILogger log, string file);
}
