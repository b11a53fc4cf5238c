namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>A pattern of numbers in which each X stands for one digit: <c>8123456XXXX</c>.</summary>
internal sealed record NumberPattern(string Text)
{
    /// <summary>Whether it is digits, X and a leading plus, with at least one digit or X.</summary>
    public static bool IsValid(string text) =>
        text.AsSpan(text.StartsWith('+') ? 1 : 0) is { Length: > 0 } rest
        && rest.IndexOfAnyExcept("0123456789*#Xx") < 0;

    public bool Matches(ReadOnlySpan<char> number)
    {
        if (number.Length != Text.Length)
            return false;
        for (var i = 0; i < number.Length; i++)
        {
            if (Text[i] is 'X' or 'x' ? !char.IsAsciiDigit(number[i]) : number[i] != Text[i])
                return false;
        }
        return true;
    }

    /// <summary>
    /// The digits that stand for X in a matching number, inserted for the X of another pattern in order.
    /// </summary>
    public string Rewrite(string number, string target)
    {
        var digits = new Queue<char>(number.Where((_, at) => Text[at] is 'X' or 'x'));
        return string.Concat(target.Select(one => one is 'X' or 'x' && digits.TryDequeue(out var digit) ? digit : one));
    }
}
