using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itgrix.Hooks.Json;

/// <summary>
/// A list; PHP writes one with gaps as an object, whose values are the items. Anything else is empty.
/// </summary>
internal sealed class ListConverter<T> : JsonConverter<IReadOnlyList<T>>
{
    private static readonly bool IsPlain = typeof(T) == typeof(string);

    public override bool HandleNull => true;

    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var items = new List<T>();
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return items;
        var item = options.Of<T>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
                reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject || IsPlain)
                items.Add(item.Read(ref reader, typeof(T), options)!);
            else
                reader.Skip();
        }
        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        var item = options.Of<T>();
        writer.WriteStartArray();
        foreach (var one in value)
            item.Write(writer, one, options);
        writer.WriteEndArray();
    }
}
