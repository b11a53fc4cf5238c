using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Json;

/// <summary>
/// Newtonsoft tokens from and to JSON text without a loss: numbers keep their text, dates stay strings.
/// </summary>
internal static class JsonTokens
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JToken Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(element),
        JsonValueKind.Array => new JArray(element.EnumerateArray().Select(Read)),
        JsonValueKind.String => new JValue(element.GetString()),
        JsonValueKind.Number => ReadNumber(element),
        JsonValueKind.True => new JValue(true),
        JsonValueKind.False => new JValue(false),
        _ => JValue.CreateNull(),
    };

    public static JObject ReadObject(JsonElement element, string? except = null)
    {
        var result = new JObject();
        foreach (var property in element.EnumerateObject())
            if (property.Name != except)
                result[property.Name] = Read(property.Value);
        return result;
    }

    public static byte[] Write(JToken token)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            Write(writer, token);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(Utf8JsonWriter writer, JToken? token)
    {
        switch (token)
        {
            case JObject value:
                writer.WriteStartObject();
                foreach (var property in value.Properties())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JArray values:
                writer.WriteStartArray();
                foreach (var value in values)
                    Write(writer, value);
                writer.WriteEndArray();
                break;
            case null or { Type: JTokenType.Null or JTokenType.Undefined }:
                writer.WriteNullValue();
                break;
            case { Type: JTokenType.String }:
                writer.WriteStringValue((string?)token);
                break;
            case { Type: JTokenType.Boolean }:
                writer.WriteBooleanValue((bool)token);
                break;
            case { Type: JTokenType.Integer or JTokenType.Float or JTokenType.Raw }:
                writer.WriteRawValue(NumberText((JValue)token));
                break;
            default:
                // Values that an author may set: dates, byte arrays, Guids, Uris; Newtonsoft formats them.
                writer.WriteRawValue(token.ToString(Newtonsoft.Json.Formatting.None));
                break;
        }
    }

    // 1e400, -0 and 1E3 have no .NET number that would print alike: they stay text, which converts on reading.
    private static JValue ReadNumber(JsonElement element)
    {
        var text = element.GetRawText();
        if (element.TryGetInt64(out var integer) && text != "-0")
            return new JValue(integer);
        if (element.TryGetDecimal(out var number) && number.ToString(CultureInfo.InvariantCulture) == text)
            return new JValue(number);
        return new JRaw(text);
    }

    private static string NumberText(JValue value) => value.Value switch
    {
        double number => FloatText(number, number.ToString("R", CultureInfo.InvariantCulture)),
        float number => FloatText(number, number.ToString("R", CultureInfo.InvariantCulture)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var text => text?.ToString() ?? "null",
    };

    // A double that the author computed keeps its kind: 2.0, not 2. JSON has no NaN and no infinity.
    private static string FloatText(double number, string text) =>
        !double.IsFinite(number) ? throw new HookException($"JSON has no number {text}: give null or a finite number.")
        : text.AsSpan().ContainsAny('.', 'E') ? text
        : text + ".0";
}
