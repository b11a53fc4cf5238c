using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// The error in a response: <c>title</c>, <c>detail</c>, <c>hint</c> and the invalid fields.
/// </summary>
internal sealed partial record KommoProblem(string? Code, string Text)
{
    private const int MaxText = 400;

    // The error of a field that is not there.
    private const string Missing = "FieldMissing";

    /// <summary>The paths of the invalid fields; empty when there are none.</summary>
    public IReadOnlyList<string> Fields { get; private init; } = [];

    public static KommoProblem Parse(HttpAnswer answer) =>
        answer.Json() is { } json ? Parse(json) : new(null, "a page or text instead of data.");

    public static KommoProblem Parse(JsonElement json)
    {
        var parts = json.Items("validation-errors").Prepend(json).SelectMany(one => one.Items("errors")).Select(Line);
        var text = string.Join("; ", parts.Prepend(Line(json)).Where(part => part.Length > 0));
        return new(CodeOf(json), HttpAnswer.OneLine(text.Length > 0 ? text : "no reason is given", MaxText) + ".")
        {
            Fields = [.. json.Items("validation-errors").Prepend(json).SelectMany(one => one.Items("errors"))
                .Where(error => error.Text("code") != Missing)
                .Select(error => error.Text("path")).OfType<string>()],
        };
    }

    // The old interface, by which cards are shown, has its error in an object of its own.
    private static JsonElement Old(JsonElement json) => json.At("response") ?? default;

    // Codes of the older API are in the text: "Error code 244. ...", in the account's language.
    private static string? CodeOf(JsonElement json) =>
        json.Text("code") ?? Old(json).Text("error_code")
            ?? (json.Items("validation-errors").Any() ? "validation-errors"
            : CodeInText().Match(json.Text("detail") ?? "") is { Success: true } found ? found.Groups[1].Value : null);

    // An error of the whole request has title, detail and hint; one of a field has path, detail and code.
    private static string Line(JsonElement json) => string.Join(", ",
        new[]
            {
                Old(json).Text("error"), json.Text("title"), json.Text("path"), json.Text("detail"), json.Text("hint"),
                json.Text("code"),
            }
            .Where(part => part is { Length: > 0 })).TrimEnd('.');

    [GeneratedRegex(@"(?:ошибк\w*|error|erro|code|c[oó]digo)\W+(?:code\W+)?([1-4]\d\d)\b", RegexOptions.IgnoreCase)]
    private static partial Regex CodeInText();
}
