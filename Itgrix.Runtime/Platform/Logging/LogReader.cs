using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>Reads the <c>log</c> part.</summary>
internal static class LogReader
{
    public static LogOptions Read(ConfigSection section)
    {
        var defaults = new LogOptions();
        var options = new LogOptions { Level = section.Choice<LogDetail>("level") ?? defaults.Level };
        section.RejectUnknown();
        return options;
    }
}
