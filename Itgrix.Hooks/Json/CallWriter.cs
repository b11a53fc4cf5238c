using System.Text.Json;

namespace Itgrix.Hooks.Json;

/// <summary>Writes the fields of a call under the vendor's names.</summary>
internal static class CallWriter
{
    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTime? time) =>
        writer.WriteString(name, CallTime.Write(time));

    public static void WriteRaw(this Utf8JsonWriter writer, string name, JsonElement json)
    {
        writer.WritePropertyName(name);
        json.WriteTo(writer);
    }

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    /// <summary>A part, or null.</summary>
    public static void WritePart(this Utf8JsonWriter writer, string name, Action<Utf8JsonWriter>? part)
    {
        writer.WritePropertyName(name);
        if (part is null)
            writer.WriteNullValue();
        else
            part(writer);
    }

    public static void WriteParts<T>(
        this Utf8JsonWriter writer, string name, IReadOnlyList<T> parts, Action<T, Utf8JsonWriter> write)
    {
        writer.WriteStartArray(name);
        foreach (var part in parts)
            write(part, writer);
        writer.WriteEndArray();
    }

    public static void WriteMap<T>(
        this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, T> parts, Action<T, Utf8JsonWriter> write)
    {
        writer.WriteStartObject(name);
        foreach (var (key, part) in parts)
        {
            writer.WritePropertyName(key);
            write(part, writer);
        }
        writer.WriteEndObject();
    }

    public static void WriteUnknown(this Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement>? fields)
    {
        foreach (var (name, value) in fields ?? new Dictionary<string, JsonElement>())
            writer.WriteRaw(name, value);
    }
}
