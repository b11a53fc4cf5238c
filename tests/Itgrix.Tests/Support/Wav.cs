namespace Itgrix.Tests.Support;

/// <summary>Recordings as Asterisk writes them: 8 kHz, 16 bit, one channel.</summary>
internal static class Wav
{
    private const int Rate = 8000;

    public static byte[] Silence(TimeSpan length)
    {
        var bytes = 2 * (int)(Rate * length.TotalSeconds);
        using var wav = new MemoryStream();
        using var writer = new BinaryWriter(wav);
        writer.Write("RIFF"u8);
        writer.Write(36 + bytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(2 * Rate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(bytes);
        writer.Write(new byte[bytes]);
        return wav.ToArray();
    }

    /// <summary>The same while Asterisk still writes it: the lengths come when it closes the file.</summary>
    public static byte[] Unfinished(TimeSpan length)
    {
        var wav = Silence(length);
        wav.AsSpan(4, 4).Clear();
        wav.AsSpan(40, 4).Clear();
        return wav;
    }
}
