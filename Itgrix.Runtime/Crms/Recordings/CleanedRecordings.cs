namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>What was deleted in a folder of recordings.</summary>
internal sealed record CleanedRecordings
{
    public int Files { get; init; }

    public long Bytes { get; init; }

    /// <summary>The deleted files that had been converted.</summary>
    public int Converted { get; init; }

    public int Folders { get; init; }

    /// <summary>The files that could not be deleted.</summary>
    public int Failed { get; init; }

    /// <summary>Why the first of them could not be deleted; empty when all could.</summary>
    public string Error { get; init; } = "";
}
