namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Events arrive from now on. What happened between the last <see cref="AmiDisconnected.LastHeard"/> and
/// <paramref name="At"/> is only in Asterisk's records.
/// </summary>
internal sealed record AmiConnected(DateTimeOffset At) : PbxEvent;
