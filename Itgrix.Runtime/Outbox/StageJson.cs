using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>Serializes a stage to the text that is stored.</summary>
internal static class StageJson
{
    // Data from a hook or a CRM may be nested deeper than the reader's default.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static string Write(CallStageEvent stage) => Encoding.UTF8.GetString(JsonBytes.From(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("stage", stage.Stage.ToString());
        writer.WriteString("call", stage.CallId);
        writer.WriteString("conversation", stage.ConversationId);
        writer.WriteString("time", stage.Time.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteBoolean("originated", stage.IsOriginated);
        if (stage.IsPast)
            writer.WriteBoolean("past", true);
        writer.WriteStartArray("recordings");
        foreach (var recording in stage.Recordings)
            writer.WriteStringValue(recording);
        writer.WriteEndArray();
        writer.WritePropertyName("call_full");
        stage.Call.Write(writer);
        writer.WriteEndObject();
    }).Span);

    /// <exception cref="InvalidDataException">The text was not written by <see cref="Write"/>.</exception>
    public static CallStageEvent Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Deep);
            // The call keeps references into it.
            var json = document.RootElement.Clone();
            return new(Enum.Parse<CallStage>(Text(json, "stage")), Text(json, "call"), Text(json, "conversation"),
                Time(Text(json, "time")), CallFull.Read(json.GetProperty("call_full")))
            {
                IsOriginated = json.GetProperty("originated").GetBoolean(),
                IsPast = json.TryGetProperty("past", out var past) && past.GetBoolean(),
                Recordings =
                    [.. json.GetProperty("recordings").EnumerateArray().Select(item => item.GetString() ?? "")],
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"A stage of a call is not as it was written: {error.Message}", error);
        }
    }

    private static DateTime Time(string text) =>
        DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";
}
