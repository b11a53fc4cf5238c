using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>
/// The <c>recordings</c> part of the configuration: where recordings are, how they are heard, how long they stay.
/// </summary>
internal sealed record RecordingOptions
{
    /// <summary>Nothing outside of these is served or deleted.</summary>
    public IReadOnlyList<string> Folders { get; init; } = ["/var/spool/asterisk/monitor"];

    /// <summary>
    /// Where a recording is that Asterisk does not name, with fields of the call; <c>null</c>: then there is none.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>How long after the call a recording is waited for before the CRM gets a link.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after the call a recording may come that is sent as a file.</summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Under which address recordings are reached from outside; <c>null</c>: they are not served.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Signs the links; there is one where there is a <see cref="PublicUrl"/>.</summary>
    public Secret? Secret { get; init; }

    /// <summary>How long a link works.</summary>
    public TimeSpan LinkFor { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How old a recording becomes; <c>null</c>: it is never deleted.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Whether a WAV is deleted once something smaller was made of it.</summary>
    public bool DeletesOriginals { get; init; }

    /// <summary>With less space than this, in bytes, the log warns; 0 for never.</summary>
    public long LeastFree { get; init; } = 1L << 30;
}
