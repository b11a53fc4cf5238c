namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>What the listener remembers of its connections.</summary>
/// <param name="Wire">Counts of the connections that are over.</param>
internal sealed record AmiConnectionState(
    DateTimeOffset? ConnectedSince = null,
    string AsteriskVersion = "",
    string ProtocolVersion = "",
    string? LastError = null,
    DateTimeOffset? LastErrorAt = null,
    AmiCounts Wire = default);
