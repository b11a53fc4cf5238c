namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The file formats of recordings. No other file is served or deleted.</summary>
internal static class RecordingFormat
{
    // The usual formats first; a capital WAV is Asterisk's wav49.
    private static readonly (string Extension, string ContentType)[] All =
    [
        (".wav", "audio/wav"), (".WAV", "audio/wav"), (".mp3", "audio/mpeg"), (".ogg", "audio/ogg"),
        (".opus", "audio/ogg"), (".m4a", "audio/mp4"), (".aac", "audio/aac"), (".flac", "audio/flac"),
        (".webm", "audio/webm"), (".gsm", "audio/x-gsm"), (".ulaw", "audio/basic"), (".alaw", "audio/x-alaw-basic"),
        (".sln", "audio/L16"), (".sln16", "audio/L16"), (".g722", "audio/G722"), (".g729", "audio/G729"),
    ];

    private static readonly string[] Converted = [".mp3", ".ogg", ".opus", ".m4a", ".aac", ".flac", ".webm"];

    /// <summary>The content type; <c>null</c> when the name is not that of a recording.</summary>
    public static string? ContentTypeOf(string file) => ContentTypeOfExtension(Path.GetExtension(file));

    public static bool IsWav(string file) => Path.GetExtension(file).Equals(".wav", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The file, then its other possible names: with its extension, or with that of a converted copy.
    /// </summary>
    public static IEnumerable<string> Variants(string file)
    {
        var stem = ContentTypeOf(file) is null ? file : file[..^Path.GetExtension(file).Length];
        return All.Select(format => stem + format.Extension).Prepend(file).Distinct();
    }

    /// <summary>The formats that a WAV may be converted to.</summary>
    public static IEnumerable<string> ConvertedOf(string wav) =>
        Converted.Select(extension => Path.ChangeExtension(wav, extension));

    /// <summary>
    /// The extension of a file with another one that is a WAV or MP3 by its content; <c>null</c> when it is neither.
    /// </summary>
    public static string? PlayableOf(Stream content)
    {
        Span<byte> begin = stackalloc byte[12];
        var length = content.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return length == begin.Length && begin[..4].SequenceEqual("RIFF"u8) && begin[8..].SequenceEqual("WAVE"u8)
                ? ".wav"
            : length > 2 && (begin[..3].SequenceEqual("ID3"u8) || begin[0] == 0xFF && (begin[1] & 0xE6) == 0xE2)
                ? ".mp3" : null;
    }

    private static string? ContentTypeOfExtension(string extension) =>
        Array.Find(All, format => format.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase)).ContentType;
}
