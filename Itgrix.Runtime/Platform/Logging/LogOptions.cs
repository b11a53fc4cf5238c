using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>The <c>log</c> part of the configuration.</summary>
internal sealed record LogOptions
{
    [Setting("the minimum level of the lines that are written")]
    public LogDetail Level { get; init; } = LogDetail.Info;
}

/// <summary>Verbosity of the log.</summary>
internal enum LogDetail
{
    Trace,
    Debug,

    /// <summary>One line when a call begins and one when it ends, and everything more important.</summary>
    Info,
    Warn,
    Error,
}
