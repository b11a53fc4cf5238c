namespace Itgrix.Runtime.Asterisk.Ami;

/// <summary>Events no longer come.</summary>
/// <param name="LastHeard">When the last message came; what happened since may be missing.</param>
/// <param name="Reason">For the log and the status.</param>
internal sealed record AmiDisconnected(DateTimeOffset LastHeard, string Reason) : PbxEvent;
