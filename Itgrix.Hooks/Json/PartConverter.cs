using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itgrix.Hooks.Json;

/// <summary>A part that is <c>null</c> unless it is an object: PHP writes an empty one as <c>[]</c>.</summary>
internal sealed class PartConverter<T> : JsonConverter<T?> where T : class
{
    public override T? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return options.Of<T>().Read(ref reader, type, options);
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
        options.Of<T>().Write(writer, value!, options);
}
