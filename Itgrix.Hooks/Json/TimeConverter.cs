using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itgrix.Hooks.Json;

/// <summary>
/// A time of the Asterisk server, <c>yyyy-MM-dd HH:mm:ss</c>; <c>null</c> is written <c>0001-01-01 00:00:00</c>, and
/// what is no time is read as <c>null</c>.
/// </summary>
internal sealed class TimeConverter : JsonConverter<DateTime?>
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    public override bool HandleNull => true;

    public override DateTime? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Parse(reader.GetString()!);
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options) =>
        writer.WriteStringValue((value ?? DateTime.MinValue).ToString(Format, CultureInfo.InvariantCulture));

    private static DateTime? Parse(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        var known = DateTime.TryParseExact(text, Format, culture, DateTimeStyles.None, out var time)
            || DateTime.TryParse(text, culture, DateTimeStyles.None, out time);
        return known && time != DateTime.MinValue ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : null;
    }
}
