using System.Buffers;
using System.Text.Encodings.Web;

namespace Itgrix.Runtime.Platform.Json;

/// <summary>JSON as UTF-8 bytes, with text unescaped.</summary>
internal static class JsonBytes
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> From(JsonNode json) => From(writer => json.WriteTo(writer));

    /// <summary>The same as text.</summary>
    public static string Text(JsonNode json) => Encoding.UTF8.GetString(From(json).Span);

    public static ReadOnlyMemory<byte> From(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(8 << 10);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            write(writer);
        return buffer.WrittenMemory;
    }
}
