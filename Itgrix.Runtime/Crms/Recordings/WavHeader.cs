using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The header of a WAV file. Asterisk writes the lengths into it when it closes the file.</summary>
internal static class WavHeader
{
    private const int Smallest = 44;

    /// <summary>Whether the header's length is that of the file, and there is sound.</summary>
    public static bool Agrees(SafeFileHandle file, long length)
    {
        Span<byte> head = stackalloc byte[12];
        if (length <= Smallest || RandomAccess.Read(file, head, 0) < head.Length
            || !head[..4].SequenceEqual("RIFF"u8) || !head[8..].SequenceEqual("WAVE"u8))
            return false;
        // An odd number of bytes may be padded by one.
        var declared = 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        return Math.Abs(declared - length) <= 1;
    }
}
