namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>State of the connection to Asterisk, for <c>/status</c>.</summary>
/// <param name="ConnectedSince"><c>null</c> when there is no connection.</param>
/// <param name="AsteriskVersion">For example 22.10.1; empty when Asterisk did not report it.</param>
/// <param name="ProtocolVersion">Version of the manager interface.</param>
/// <param name="LastError">Why the last connection ended or failed; <c>null</c> when none did.</param>
/// <param name="Events">Events about calls that were passed on.</param>
/// <param name="Incomplete">Events about calls without an id, which were skipped.</param>
/// <param name="Wire">Messages, malformed lines and cut ones, of all connections.</param>
/// <param name="HeldUp">Total time that reading has waited for the handling of events.</param>
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
