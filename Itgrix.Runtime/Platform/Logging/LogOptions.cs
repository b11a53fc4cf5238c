namespace Itgrix.Runtime.Platform.Logging;

/// <summary>The <c>log</c> part of the configuration.</summary>
internal sealed record LogOptions
{
    /// <summary>The least important lines that are written.</summary>
    public LogDetail Level { get; init; } = LogDetail.Info;
}

/// <summary>How much the log says.</summary>
internal enum LogDetail
{
    Trace,
    Debug,

    /// <summary>A line when a call begins and one when it ends, and everything more important.</summary>
    Info,
    Warn,
    Error,
}
