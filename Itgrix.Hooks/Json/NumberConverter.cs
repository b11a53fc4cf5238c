using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itgrix.Hooks.Json;

/// <summary>A whole number, also as text; what is none is 0.</summary>
internal sealed class NumberConverter : JsonConverter<int>
{
    public override bool HandleNull => true;

    public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetInt32(out var number)
                    ? number
                    : (int)Math.Clamp(reader.GetDouble(), int.MinValue, int.MaxValue);
            case JsonTokenType.String:
                return int.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
            default:
                reader.Skip();
                return 0;
        }
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}
