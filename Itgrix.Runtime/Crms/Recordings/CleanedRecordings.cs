namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>What was deleted of a folder of recordings.</summary>
internal sealed record CleanedRecordings
{
    public int Files { get; init; }

    public long Bytes { get; init; }

    /// <summary>Those of the files that were converted.</summary>
    public int Converted { get; init; }

    public int Folders { get; init; }

    /// <summary>What should have been deleted and could not be.</summary>
    public int Failed { get; init; }

    /// <summary>Why the first of them could not be; empty when all could.</summary>
    public string Error { get; init; } = "";
}
