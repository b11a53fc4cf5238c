namespace Itgrix.Runtime.Crms;

/// <summary>
/// The end of a number, by which the CRM finds its client: the prefixes +7, 8 and 00 are ignored.
/// </summary>
internal static class PhoneSuffix
{
    private const int Digits = 10;

    public static string From(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length <= Digits ? digits : digits[^Digits..];
    }
}
