namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The state of a call's recording.</summary>
/// <param name="Path">Where it is, or is expected.</param>
internal sealed record RecordingLook(string Path)
{
    /// <summary>Whether a part of it can be read.</summary>
    public bool IsThere { get; init; }

    /// <summary>Whether it is written no more.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether Asterisk announced the recording; else only a template says where it would be.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The problem with it, for the log.</summary>
    public string Problem { get; init; } = "";
}
