namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Position of a header in its message's bytes; a line of a command's output has no name.</summary>
internal readonly record struct AmiHeader(int Start, int NameLength, int ValueStart, int ValueLength);
