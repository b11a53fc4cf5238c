namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>What there is of a call's recording.</summary>
/// <param name="Path">Where it is, or is to be.</param>
internal sealed record RecordingLook(string Path)
{
    /// <summary>There is something of it that can be read.</summary>
    public bool IsThere { get; init; }

    /// <summary>Nobody writes it any more.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Asterisk said that it records; else only a template says where that would be.</summary>
    public bool IsNamed { get; init; }

    /// <summary>What is wrong, in words for the log.</summary>
    public string Problem { get; init; } = "";
}
