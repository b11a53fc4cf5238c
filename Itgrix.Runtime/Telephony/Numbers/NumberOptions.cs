namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>The <c>numbers</c> part of the configuration: how phone numbers are interpreted.</summary>
internal sealed record NumberOptions
{
    [Setting("prefixes of a number: `base` is without the longest of them, `variants` are the base with each",
        Rule = nameof(IsPrefix), Fix = "give digits, optionally with a leading +, in quotes.")]
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    [Setting("numbers of at most this many digits are internal", Unit = "digits", Min = 1, Max = 20)]
    public int LocalDigits { get; init; } = 4;

    /// <summary>The file; <c>null</c> for none.</summary>
    [Setting("a file with one pattern per line, `8123456XXXX`, of mobile numbers that count as internal; reloaded after"
        + " a save", IsPath = true)]
    public string? LocalPatterns { get; init; }

    [Setting("what may be dialled before an outside number, and does not belong to it",
        Rule = nameof(IsPrefix), Fix = "give digits, * and #, in quotes.")]
    public IReadOnlyList<string> DialPrefixes { get; init; } = ["*67", "*82", "*31#", "#31#", "**9"];

    [Setting("whether an internal call that is sent on to an outside number is an outgoing call to it; not by default, "
        + "as employees send calls on to their mobiles")]
    public bool SentOn { get; init; }

    [Setting("the first match sets `custom`, before the hooks run",
        Rule = nameof(Replacement), Schema = """
        {"type": "object", "properties": {"prefix": {"type": "string"}, "pattern": {"type": "string"},
         "to": {"type": "string"}}, "required": ["to"], "additionalProperties": false}
        """,
        Fix = """give {"prefix": "8", "to": "+7"} or {"pattern": "8XXXXXXXXXX", "to": "+7XXXXXXXXXX"}.""")]
    public IReadOnlyList<NumberReplacement> Replacements { get; init; } = [];

    private static bool IsPrefix(string text) => NumberPlan.IsDialable(text);

    private static NumberReplacement? Replacement(JsonElement item)
    {
        var (prefix, pattern, to) = (Text(item, "prefix"), Text(item, "pattern"), Text(item, "to"));
        if (prefix is { Length: > 0 } && pattern is null && to is not null
            && (to.Length == 0 || NumberPlan.IsDialable(to)))
            return new(prefix, null, to);
        return prefix is null && pattern is not null && to is not null
            && NumberPattern.IsValid(pattern) && NumberPattern.IsValid(to) ? new(null, new(pattern), to) : null;
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
