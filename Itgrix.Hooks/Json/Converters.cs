using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itgrix.Hooks.Json;

/// <summary>The converters of the parts inside a part.</summary>
internal static class Converters
{
    // The converter itself, not JsonSerializer.Deserialize: that one scans a value to its end before it reads it.
    public static JsonConverter<T> Of<T>(this JsonSerializerOptions options) =>
        (JsonConverter<T>)options.GetConverter(typeof(T));
}
