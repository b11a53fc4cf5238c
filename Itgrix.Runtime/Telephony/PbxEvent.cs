namespace Itgrix.Runtime.Telephony;

/// <summary>An event about a call, from any source.</summary>
internal abstract record PbxEvent;

/// <summary>A channel is being recorded. CEL has recordings only where it logs the application MixMonitor.</summary>
/// <param name="UniqueId">The channel that MixMonitor runs on.</param>
/// <param name="File">The file as Asterisk named it.</param>
internal sealed record RecordingStarted(string UniqueId, string File) : PbxEvent;

/// <summary>A phone put its call on hold or resumed it; CEL does not log this.</summary>
internal sealed record HoldChanged(string UniqueId, bool OnHold) : PbxEvent;
