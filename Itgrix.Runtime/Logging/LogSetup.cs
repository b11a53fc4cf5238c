using NLog;
using NLog.Config;
using NLog.Targets;

namespace Itgrix.Runtime.Logging;

/// <summary>Where log lines go.</summary>
internal static class LogSetup
{
    /// <summary>Nowhere.</summary>
    public static void Off() => LogManager.Configuration = new();

    /// <summary>To standard error: standard output is for results.</summary>
    public static void ToStandardError(LogLevel least)
    {
        var config = new LoggingConfiguration();
        var target = new ConsoleTarget("console")
        {
            StdErr = true,
            Layout = "${level:lowercase=true:padding=-5} ${message:raw=false}"
                + "${onexception:${newline}${exception:format=tostring}}",
        };
        config.AddRule(least, LogLevel.Fatal, target);
        LogManager.Configuration = config;
    }
}
