namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The kinds of files that recordings are. Nothing else is served or deleted.</summary>
internal static class RecordingFormat
{
    // The usual ones first; a capital WAV is Asterisk's wav49.
    private static readonly (string Extension, string ContentType)[] All =
    [
        (".wav", "audio/wav"), (".WAV", "audio/wav"), (".mp3", "audio/mpeg"), (".ogg", "audio/ogg"),
        (".opus", "audio/ogg"), (".m4a", "audio/mp4"), (".aac", "audio/aac"), (".flac", "audio/flac"),
        (".webm", "audio/webm"), (".gsm", "audio/x-gsm"), (".ulaw", "audio/basic"), (".alaw", "audio/x-alaw-basic"),
        (".sln", "audio/L16"), (".sln16", "audio/L16"), (".g722", "audio/G722"), (".g729", "audio/G729"),
    ];

    private static readonly string[] Converted = [".mp3", ".ogg", ".opus", ".m4a", ".aac", ".flac", ".webm"];

    /// <summary>The content type; <c>null</c> when it is no recording by its name.</summary>
    public static string? ContentTypeOf(string file) => ContentTypeOfExtension(Path.GetExtension(file));

    public static bool IsWav(string file) => Path.GetExtension(file).Equals(".wav", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The file, then what else it may be called: with its extension, or with that of what was made of it.
    /// </summary>
    public static IEnumerable<string> Variants(string file)
    {
        var stem = ContentTypeOf(file) is null ? file : file[..^Path.GetExtension(file).Length];
        return All.Select(format => stem + format.Extension).Prepend(file).Distinct();
    }

    /// <summary>What a WAV may have been made into.</summary>
    public static IEnumerable<string> ConvertedOf(string wav) =>
        Converted.Select(extension => Path.ChangeExtension(wav, extension));

    private static string? ContentTypeOfExtension(string extension) =>
        Array.Find(All, format => format.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase)).ContentType;
}
