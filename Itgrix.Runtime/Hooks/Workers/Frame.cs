using System.Buffers.Binary;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// A message between the service and a worker: the length of its payload (4 bytes, little endian), its kind (1 byte),
/// its call (8 bytes), its payload.
/// </summary>
/// <param name="Call">Random id of the call that it belongs to; 0 outside calls.</param>
internal readonly record struct Frame(FrameKind Kind, long Call, byte[] Payload)
{
    public const int HeaderLength = 13;

    public static byte[] ToBytes(FrameKind kind, long call, ReadOnlySpan<byte> payload)
    {
        var frame = GC.AllocateUninitializedArray<byte>(HeaderLength + payload.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        frame[4] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(5), call);
        payload.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>The declared length of the payload of a frame whose header has arrived.</summary>
    public static uint LengthOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header);

    public static Frame From(ReadOnlySpan<byte> header, byte[] payload) =>
        new((FrameKind)header[4], BinaryPrimitives.ReadInt64LittleEndian(header[5..]), payload);
}
