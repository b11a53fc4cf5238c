using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>
/// The <c>recordings</c> part of the configuration: where recordings are, how they are served, how long they stay.
/// </summary>
internal sealed record RecordingOptions
{
    /// <summary>The folders of recordings; nothing outside of them is served or deleted.</summary>
    public IReadOnlyList<string> Folders { get; init; } = ["/var/spool/asterisk/monitor"];

    /// <summary>
    /// The path of a recording that Asterisk does not name, with fields of the call; <c>null</c>: there is none.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>How long after the call a recording is waited for before the CRM gets a link.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after the call a recording is waited for that is sent as a file.</summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The public address of recordings; <c>null</c>: they are not served.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Signs the links; it is set when there is a <see cref="PublicUrl"/>.</summary>
    public Secret? Secret { get; init; }

    /// <summary>How long a link is valid.</summary>
    public TimeSpan LinkFor { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The maximum age of a recording; <c>null</c>: it is never deleted.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Whether a WAV is deleted when there is a converted copy.</summary>
    public bool DeletesOriginals { get; init; }

    /// <summary>The free space, in bytes, below which the log warns; 0 for never.</summary>
    public long LeastFree { get; init; } = 1L << 30;
}
