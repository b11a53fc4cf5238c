namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// The end of a number, by which the CRM finds whose it is: +7, 8 and 00 before it are nobody's business.
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
