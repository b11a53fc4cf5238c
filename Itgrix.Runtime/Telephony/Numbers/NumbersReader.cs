using System.Text.Json;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>Reads the <c>numbers</c> part.</summary>
internal static class NumbersReader
{
    private const int MaxDigits = 20;

    public static NumberOptions Read(ConfigSection section, string baseFolder)
    {
        var defaults = new NumberOptions();
        var options = new NumberOptions
        {
            Prefixes = [.. section.Items("prefixes").Select(item => Prefix(section, item)).OfType<string>()],
            LocalDigits = (int)(section.Number("local_digits", 1, MaxDigits, "digits") ?? defaults.LocalDigits),
            LocalPatterns = section.Text("local_patterns") is { } file ? Path.GetFullPath(file, baseFolder) : null,
            Replacements = [.. section.Items("replacements").Select(item => Replacement(section, item))
                .OfType<NumberReplacement>()],
        };
        section.RejectUnknown();
        return options;
    }

    private static string? Prefix(ConfigSection section, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String && NumberPlan.IsDialable(item.GetString()!))
            return item.GetString();
        section.Mistake("prefixes", $"has {item.GetRawText()}: give digits, optionally with a leading +, in quotes.");
        return null;
    }

    private static NumberReplacement? Replacement(ConfigSection section, JsonElement item)
    {
        var (prefix, pattern, to) = (Text(item, "prefix"), Text(item, "pattern"), Text(item, "to"));
        if (prefix is { Length: > 0 } && pattern is null && to is not null
            && (to.Length == 0 || NumberPlan.IsDialable(to)))
            return new(prefix, null, to);
        if (prefix is null && pattern is not null && to is not null
            && NumberPattern.IsValid(pattern) && NumberPattern.IsValid(to))
            return new(null, new(pattern), to);
        section.Mistake("replacements", $"has {item.GetRawText()}: give {{\"prefix\": \"8\", \"to\": \"+7\"}} or "
            + "{\"pattern\": \"8XXXXXXXXXX\", \"to\": \"+7XXXXXXXXXX\"}.");
        return null;
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
