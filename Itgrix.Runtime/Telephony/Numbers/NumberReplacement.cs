namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>A rule of the automatic number replacement: numbers that begin with, or are like, become.</summary>
/// <param name="Prefix">What the number begins with; <c>null</c> when the rule has a pattern.</param>
/// <param name="Pattern">What the whole number is like; <c>null</c> when the rule has a prefix.</param>
/// <param name="To">The new prefix; with a pattern the whole new number, its X being the digits of the old.</param>
internal sealed record NumberReplacement(string? Prefix, NumberPattern? Pattern, string To)
{
    /// <summary>The new number; <c>null</c> when the rule is not for this one.</summary>
    public string? Apply(string number) =>
        Pattern is { } pattern
            ? pattern.Matches(number) ? pattern.Rewrite(number, To) : null
            : number.StartsWith(Prefix!, StringComparison.Ordinal) ? To + number[Prefix!.Length..] : null;
}
