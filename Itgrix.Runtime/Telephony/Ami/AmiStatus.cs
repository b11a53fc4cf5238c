namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>How the connection to Asterisk is doing, for <c>/status</c>.</summary>
/// <param name="ConnectedSince"><c>null</c> when there is no connection now.</param>
/// <param name="AsteriskVersion">For example 22.10.1; empty when Asterisk did not tell.</param>
/// <param name="ProtocolVersion">Version of the manager interface.</param>
/// <param name="LastError">Why the last connection ended or was not made; <c>null</c> when that never happened.</param>
/// <param name="Events">Events of calls that were handed on.</param>
/// <param name="Incomplete">Events of calls that lacked an id and were skipped.</param>
/// <param name="Wire">Messages, malformed lines and cut ones, of all connections.</param>
/// <param name="HeldUp">How long reading has waited for the handling of events, in all.</param>
internal sealed record AmiStatus(
    DateTimeOffset? ConnectedSince,
    string AsteriskVersion,
    string ProtocolVersion,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    long Events,
    long Incomplete,
    AmiCounts Wire,
    TimeSpan HeldUp)
{
    public bool IsConnected => ConnectedSince is not null;
}
