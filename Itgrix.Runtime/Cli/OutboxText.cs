using System.Text.Encodings.Web;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Cli;

/// <summary>Steps of the outbox as readable text.</summary>
internal static class OutboxText
{
    private const int ErrorLength = 100;

    private static readonly string[] Head = ["ID", "STATE", "CRM", "CALL", "NAME", "METHOD", "TRIES", "SINCE", "ERROR"];

    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>One line per step, in columns; empty without steps.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<OutboxRequest> steps)
    {
        if (steps.Count == 0)
            return [];
        List<string[]> rows = [Head, .. steps.Select(Row)];
        var widths = Head.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        return rows.Select(row =>
            string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>A kind of dead letters, with the error that says what to do.</summary>
    public static string Kind(DeadLetterKind kind) =>
        $"{kind.Id}  {kind.Requests.Count} x {Crm(kind.Example)} {OneLine(kind.Example.Method)}, since "
        + $"{Time(kind.Example.Made)}, such as {kind.Example.Id}\n        {OneLine(kind.Example.Error)}";

    /// <summary>All data of one step, as JSON.</summary>
    public static string Full(OutboxRequest step) => new JsonObject
    {
        ["id"] = step.Id,
        ["state"] = NameOf(step.State),
        ["crm"] = Crm(step),
        ["call"] = step.Call.CallId,
        ["name"] = step.Name,
        ["method"] = step.Method,
        ["parameters"] = Json(step.Parameters),
        ["error"] = step.Error,
        ["may_be_done"] = step.OutcomeUnknown,
        ["tries"] = step.Tries,
        ["made"] = Time(step.Made),
        ["due"] = Time(step.Due),
        ["result"] = Json(step.Result),
    }.ToJsonString(Readable);

    public static string NameOf(StepState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.StoredName());

    private static string[] Row(OutboxRequest step) =>
    [
        $"{step.Id}", NameOf(step.State), Crm(step), OneLine(step.Call.CallId), OneLine(step.Name),
        OneLine(step.Method), $"{step.Tries}", Time(step.Made), Shortened(OneLine(step.Error)),
    ];

    private static string Crm(OutboxRequest step) => step.Call.Account.Key;

    private static string Time(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // A CRM's text must neither break the table nor move the terminal's cursor.
    private static string OneLine(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string Shortened(string text) => text.Length <= ErrorLength ? text : text[..(ErrorLength - 1)] + "…";

    private static JsonNode? Json(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
