namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Events no longer come.</summary>
/// <param name="LastHeard">Up to when nothing is missing; what happened since may be.</param>
/// <param name="Reason">For the log and the status.</param>
internal sealed record AmiDisconnected(DateTimeOffset LastHeard, string Reason) : PbxEvent;
