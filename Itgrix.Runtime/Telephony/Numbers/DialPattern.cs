namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>
/// A pattern of dialled numbers: a <see cref="NumberPattern"/>, after which a dot stands for one or more
/// further digits: <c>0190.</c>
/// </summary>
internal sealed record DialPattern(string Text)
{
    private const char More = '.';

    private readonly NumberPattern _head = new(Text.TrimEnd(More));

    /// <summary>Whether it is digits, X and a leading plus, optionally with a dot at its end.</summary>
    public static bool IsValid(string text) => NumberPattern.IsValid(text.EndsWith(More) ? text[..^1] : text);

    public bool Matches(ReadOnlySpan<char> number)
    {
        var length = _head.Text.Length;
        if (Text.Length == length)
            return _head.Matches(number);
        return number.Length > length && _head.Matches(number[..length])
            && number[length..].IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
