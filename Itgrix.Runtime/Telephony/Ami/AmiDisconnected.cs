namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Events stop.</summary>
/// <param name="LastHeard">No event before this moment is missing; later ones may be.</param>
/// <param name="Reason">For the log and the status.</param>
internal sealed record AmiDisconnected(DateTimeOffset LastHeard, string Reason) : PbxEvent;
