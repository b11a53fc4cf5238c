using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itgrix.Hooks.Json;

/// <summary>A name of a list as lower-case text; any other text is the list's first name.</summary>
internal sealed class NameConverter<T> : JsonConverter<T> where T : struct, Enum
{
    private static readonly (JsonEncodedText Text, T Value)[] Names =
        [.. Enum.GetValues<T>().Select(value => (JsonEncodedText.Encode(value.ToString().ToLowerInvariant()), value))];

    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            foreach (var (text, value) in Names)
                if (reader.ValueTextEquals(text.EncodedUtf8Bytes))
                    return value;
        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Array.Find(Names, name => name.Value.Equals(value)).Text);
}
