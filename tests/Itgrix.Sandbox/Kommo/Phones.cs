namespace Itgrix.Sandbox.Kommo;

/// <summary>Numbers are equal when their last ten digits are, as the documentation of calls says.</summary>
internal static class Phones
{
    public static bool AreSame(string one, string other) => Tail(one) is { Length: > 0 } tail && tail == Tail(other);

    public static string Digits(string number) => string.Concat(number.Where(char.IsAsciiDigit));

    private static string Tail(string number) =>
        Digits(number) is { Length: > 10 } digits ? digits[^10..] : Digits(number);
}
