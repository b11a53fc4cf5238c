namespace Itgrix.Runtime.Telephony;

/// <summary>Something that Asterisk said of a call, by whatever way it came.</summary>
internal abstract record PbxEvent;

/// <summary>A channel is being recorded. CEL knows recordings only where it logs the application MixMonitor.</summary>
/// <param name="UniqueId">The channel that MixMonitor runs on.</param>
/// <param name="File">The file as Asterisk named it.</param>
internal sealed record RecordingStarted(string UniqueId, string File) : PbxEvent;

/// <summary>A phone put its call on hold or took it back; CEL does not log this.</summary>
internal sealed record HoldChanged(string UniqueId, bool OnHold) : PbxEvent;
