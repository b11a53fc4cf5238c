using System.Text.Json;

namespace Itgrix.Hooks.Json;

/// <summary>The names of an enumeration as the vendor writes them: in lower case.</summary>
internal static class EnumNames<T> where T : struct, Enum
{
    private static readonly (JsonEncodedText Text, T Value)[] All =
        [.. Enum.GetValues<T>().Select(value => (JsonEncodedText.Encode(value.ToString().ToLowerInvariant()), value))];

    public static T Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
            foreach (var (text, value) in All)
                if (json.ValueEquals(text.EncodedUtf8Bytes))
                    return value;
        return default;
    }

    public static JsonEncodedText Of(T value) => Array.Find(All, name => name.Value.Equals(value)).Text;
}
