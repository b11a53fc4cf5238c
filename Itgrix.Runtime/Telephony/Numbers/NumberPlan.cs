using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>Normalizes phone numbers by the settings.</summary>
internal sealed class NumberPlan(NumberOptions options, IReadOnlyList<NumberPattern> localPatterns)
{
    // Codes of exchanges have a star and two digits; a number follows at once.
    private const int CodeLength = 3, MinAfterCode = 6;

    // Longest first: of +7495 and +7 the first is more specific.
    private readonly string[] _prefixes = [.. options.Prefixes.OrderByDescending(prefix => prefix.Length)];

    public static NumberPlan Default { get; } = new(new(), []);

    /// <summary>Whether an internal call that goes on to an outside number is a call to that number.</summary>
    public bool IsSentOn => options.SentOn;

    /// <summary>A number from Asterisk in the forms for hooks and CRMs.</summary>
    public PhoneNumber Of(string original)
    {
        if (original.Length == 0)
            return new();
        if (IsShort(original))
            return new() { Original = original, Base = original, IsLocal = true, Variants = [original] };
        var bare = Base(original);
        IReadOnlyList<string> variants = [bare, .. options.Prefixes.Select(prefix => prefix + bare)];
        return new()
        {
            Original = original,
            Base = bare,
            Custom = Replaced(original),
            IsLocal = IsListed(original) || variants.Any(IsListed),
            Variants = variants,
        };
    }

    /// <summary>
    /// Whether a text is a client's number: one with a digit other than 0, whatever else it has. Words for "no number"
    /// differ by line, dialplan and language; none of them has a digit. Of a SIP address only the user counts, not the
    /// host. The letters of "anonymous" as keys of a phone, and ids that programs give to their calls, are no numbers.
    /// </summary>
    public static bool IsPhone(string text)
    {
        var user = text.AsSpan().IndexOfAny('@', ';') is >= 0 and var end ? text.AsSpan(0, end) : text;
        return user.IndexOfAnyInRange('1', '9') >= 0 && !user.TrimStart('+').SequenceEqual("266696687")
            && !(user.Length >= 32 && Guid.TryParse(user, out _));
    }

    /// <summary>Whether a text of the dialplan is a number at all: <c>s</c> and <c>s-BUSY</c> are not.</summary>
    public static bool IsNumber(string text) => IsDialable(text) && text.AsSpan().IndexOfAnyInRange('0', '9') >= 0;

    /// <summary>Whether a text has only characters of numbers: <c>+</c> is the start of one.</summary>
    public static bool IsDialable(string text) =>
        text.Length > 0 && text.AsSpan().IndexOfAnyExcept("0123456789+*#") < 0;

    /// <summary>Whether a text begins like a code of the dialplan.</summary>
    public static bool IsCode(string text) => text.StartsWith('*') || text.StartsWith('#');

    /// <summary>Whether such a code has an outside number in it.</summary>
    public bool IsCodeOfNumber(string text) => IsCode(text) && text.Count(char.IsAsciiDigit) > options.LocalDigits;

    /// <summary>A dialled number without a prefix that says how it is called, such as *67.</summary>
    public string Dialled(string number)
    {
        foreach (var prefix in options.DialPrefixes)
        {
            if (number.Length - prefix.Length > options.LocalDigits
                && number.StartsWith(prefix, StringComparison.Ordinal)
                && !IsCode(number[prefix.Length..]))
                return number[prefix.Length..];
        }
        return number;
    }

    /// <summary>A number dialled over a line without any code before it: *65, or one that ends with * or #.</summary>
    public string OverLine(string number)
    {
        var dialled = Dialled(number);
        if (!IsCodeOfNumber(dialled))
            return dialled;
        var end = dialled.LastIndexOfAny(['*', '#']) is > 1 and var last ? last + 1 : CodeLength;
        var rest = dialled[end..];
        return rest.Length > Math.Max(options.LocalDigits, MinAfterCode) && rest.All(char.IsAsciiDigit)
            ? rest : dialled;
    }

    public bool IsLocal(string number) => IsShort(number) || (localPatterns.Count > 0 && Of(number).IsLocal);

    // Feature codes of the dialplan, such as *8101, are dialled inside.
    private bool IsShort(string number) =>
        IsCode(number)
        || (number.Length <= options.LocalDigits && number.Length > 0 && number.All(char.IsAsciiDigit));

    private bool IsListed(string number)
    {
        foreach (var pattern in localPatterns)
        {
            if (pattern.Matches(number))
                return true;
        }
        return false;
    }

    // The rest must still be longer than an internal number: 81 is not a prefix of 8123.
    private string Base(string number)
    {
        foreach (var prefix in _prefixes)
        {
            if (number.StartsWith(prefix, StringComparison.Ordinal)
                && number.Length - prefix.Length > options.LocalDigits)
                return number[prefix.Length..];
        }
        return number;
    }

    private string Replaced(string number)
    {
        foreach (var rule in options.Replacements)
        {
            if (rule.Apply(number) is { } other)
                return other != number && IsPhone(other) ? other : "";
        }
        return "";
    }
}
