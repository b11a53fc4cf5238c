namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Numbers are equal when their digits are, with the Russian 8 for 7.</summary>
internal static class Phones
{
    public static string Digits(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits is { Length: 11 } and ['8', ..] ? "7" + digits[1..] : digits;
    }

    public static bool AreSame(string one, string other) =>
        Digits(one) is { Length: > 0 } digits && digits == Digits(other);
}
