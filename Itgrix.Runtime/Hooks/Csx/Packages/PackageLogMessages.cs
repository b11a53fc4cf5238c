using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>Log messages about packages of scripts.</summary>
internal static partial class PackageLogMessages
{
    [LoggerMessage(LogLevel.Information, "{File}: its packages are restored ({Packages}); until then an earlier "
        + "version of it runs, if there is one")]
    public static partial void Restoring(ILogger log, string file, string packages);

    [LoggerMessage(LogLevel.Information, "{File}: its packages are there after {Seconds:0.0} s ({Packages})")]
    public static partial void Restored(ILogger log, string file, string packages, double seconds);

    [LoggerMessage(LogLevel.Warning, "{Message}")]
    public static partial void Message(ILogger log, ScriptMessage message);
}
