namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>A rule of the automatic number replacement: a prefix or a pattern, and its replacement.</summary>
/// <param name="Prefix">Prefix of the number; <c>null</c> when the rule has a pattern.</param>
/// <param name="Pattern">Pattern of the whole number; <c>null</c> when the rule has a prefix.</param>
/// <param name="To">The new prefix; with a pattern the whole new number, its X being the digits of the old.</param>
internal sealed record NumberReplacement(string? Prefix, NumberPattern? Pattern, string To)
{
    /// <summary>The new number; <c>null</c> when the rule does not match.</summary>
    public string? Apply(string number) =>
        Pattern is { } pattern
            ? pattern.Matches(number) ? pattern.Rewrite(number, To) : null
            : number.StartsWith(Prefix!, StringComparison.Ordinal) ? To + number[Prefix!.Length..] : null;
}
