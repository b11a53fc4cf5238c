using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>Writes an image as PNG: eight bits each of red, green and blue.</summary>
internal static class PngImage
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(start =>
    {
        var value = (uint)start;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : value >> 1 ^ 0xEDB88320;
        return value;
    })];

    /// <param name="colour">The colour of the pixel at x, y.</param>
    public static byte[] Write(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> colour)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Packed(Lines(width, height, colour)));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    // Each line begins with its filter type: none.
    private static byte[] Lines(int width, int height, Func<int, int, (byte, byte, byte)> colour)
    {
        var lines = new byte[height * (1 + 3 * width)];
        var at = 0;
        for (var y = 0; y < height; y++)
        {
            at++;
            for (var x = 0; x < width; x++)
                (lines[at++], lines[at++], lines[at++]) = colour(x, y);
        }
        return lines;
    }

    private static byte[] Packed(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(data);
        return packed.ToArray();
    }

    private static void Chunk(Stream file, string kind, byte[] data)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes(kind), .. data];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(content);
        var sum = content.Aggregate(uint.MaxValue, (sum, one) => Table[(byte)(sum ^ one)] ^ sum >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~sum);
        file.Write(number);
    }
}
