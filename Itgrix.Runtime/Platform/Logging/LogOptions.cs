namespace Itgrix.Runtime.Platform.Logging;

/// <summary>The <c>log</c> part of the configuration.</summary>
internal sealed record LogOptions
{
    [Setting("the minimum level of the lines that are written")]
    public LogDetail Level { get; init; } = LogDetail.Info;

    [Setting("whether lines on standard error begin with their time; the journal of systemd adds its own")]
    public bool Times { get; init; }

    [Setting("the file that gets the same lines, each with its time", IsPath = true, Default = "none")]
    public string? File { get; init; }

    [Setting("the size at which another file begins; each day begins another one, too",
        Name = "file_max_mb", Unit = "megabytes", Min = 1, Max = 10_000)]
    public long FileMaxBytes { get; init; } = 20 << 20;

    [Setting("how many earlier files are kept", Min = 1, Max = 1000)]
    public int FileKeep { get; init; } = 14;
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
