namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>The listener's record of its connections.</summary>
/// <param name="Wire">Counts of the past connections.</param>
internal sealed record AmiConnectionState(
    DateTimeOffset? ConnectedSince = null,
    string AsteriskVersion = "",
    string ProtocolVersion = "",
    string? LastError = null,
    DateTimeOffset? LastErrorAt = null,
    AmiCounts Wire = default);
