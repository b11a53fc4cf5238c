namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>The <c>numbers</c> part of the configuration: how phone numbers are interpreted.</summary>
internal sealed record NumberOptions
{
    /// <summary>Prefixes of a number, for example <c>+7</c>, <c>7</c>, <c>8</c>.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Numbers of at most this many digits are internal.</summary>
    public int LocalDigits { get; init; } = 4;

    /// <summary>
    /// A file with one pattern per line of mobile numbers that count as internal; <c>null</c> for none.
    /// </summary>
    public string? LocalPatterns { get; init; }

    /// <summary>Applied before the hooks; the first match wins.</summary>
    public IReadOnlyList<NumberReplacement> Replacements { get; init; } = [];
}
