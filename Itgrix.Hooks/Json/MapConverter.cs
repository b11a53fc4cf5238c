using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itgrix.Hooks.Json;

/// <summary>Parts by name, in their order. A list, as PHP writes an empty map, is empty.</summary>
internal sealed class MapConverter<T> : JsonConverter<IReadOnlyDictionary<string, T>> where T : class
{
    public override bool HandleNull => true;

    public override IReadOnlyDictionary<string, T> Read(
        ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var parts = new Dictionary<string, T>();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return parts;
        }
        var part = options.Of<T>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                parts[name] = part.Read(ref reader, typeof(T), options)!;
            else
                reader.Skip();
        }
        return parts;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value, JsonSerializerOptions options)
    {
        var part = options.Of<T>();
        writer.WriteStartObject();
        foreach (var (name, one) in value)
        {
            writer.WritePropertyName(name);
            part.Write(writer, one, options);
        }
        writer.WriteEndObject();
    }
}
