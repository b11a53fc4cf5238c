namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>How numbers are read, the <c>numbers</c> part of the configuration.</summary>
internal sealed record NumberOptions
{
    /// <summary>What may stand before a number, for example <c>+7</c>, <c>7</c>, <c>8</c>.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Numbers of up to so many digits are inside the PBX.</summary>
    public int LocalDigits { get; init; } = 4;

    /// <summary>
    /// A file with one pattern a line of mobile numbers that count as internal; <c>null</c> for none.
    /// </summary>
    public string? LocalPatterns { get; init; }

    /// <summary>Applied before the hooks; the first that fits.</summary>
    public IReadOnlyList<NumberReplacement> Replacements { get; init; } = [];
}
