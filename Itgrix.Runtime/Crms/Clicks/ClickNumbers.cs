using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>
/// Decides which numbers a request may dial. The changes by the administrator's hook after that check are the
/// administrator's decision.
/// </summary>
internal sealed class ClickNumbers(ClickToCallOptions options)
{
    // A number of E.164 has 15 digits; the prefixes to dial outside and abroad have five at most.
    private const int MaxDigits = 20;

    private const string Codes = "*#", OnlyIfAllowed =
        "* and # are dialled only where click_to_call.allowed has a pattern with them, such as \"*98\"";

    /// <summary>Why this call is not allowed; <c>null</c> when it is.</summary>
    public string? ProblemOf(CallRequest request) => OfExtension(request.Extension) ?? OfNumber(request.Number);

    // With a Local channel the extension is dialled like a number.
    private string? OfExtension(string extension)
    {
        var name = $"the extension {DialValues.Shown(extension)}";
        if (!DialValues.IsExtension(extension))
            return $"{name} is not valid: letters, digits and _ . + * # - are allowed, 40 at most.";
        if (Refused(extension) is { } pattern)
            return $"{name} is refused: {Named(pattern)}.";
        return HasCode(extension) && !IsAllowed(extension) ? $"{name} is refused: {OnlyIfAllowed}." : null;
    }

    private string? OfNumber(string written)
    {
        var number = DialValues.Dialled(written);
        var name = $"the number {DialValues.Shown(written)}";
        if (!DialValues.IsNumber(number))
            return $"{name} cannot be dialled: {ShapeOf(number)}.";
        if (Refused(number) is { } pattern)
            return $"{name} is refused: {Named(pattern)}.";
        if (options.Allowed.Count > 0)
            return IsAllowed(number) ? null : $"{name} is refused: it is like none of click_to_call.allowed.";
        return HasCode(number) ? $"{name} is refused: {OnlyIfAllowed}."
            : IsPlain(number) ? null
            : $"{name} cannot be dialled: digits with one + before them are allowed, {MaxDigits} at most.";
    }

    private static string Named(DialPattern pattern) => $"it is like {pattern.Text} of click_to_call.refused";

    private DialPattern? Refused(string number) => options.Refused.FirstOrDefault(pattern => pattern.Matches(number));

    private bool IsAllowed(string number) => options.Allowed.Any(pattern => pattern.Matches(number));

    private static bool HasCode(string number) => number.AsSpan().IndexOfAny(Codes) >= 0;

    private static bool IsPlain(string number) =>
        number.AsSpan(number.StartsWith('+') ? 1 : 0) is { Length: > 0 and <= MaxDigits } digits
        && digits.IndexOfAnyExceptInRange('0', '9') < 0;

    private static string ShapeOf(string number)
    {
        const string rule =
            "digits 0 to 9, one + before them and the separators space ( ) . - / are allowed, 40 at most";
        var wrong = number.FirstOrDefault(one => !DialValues.IsNumber($"{one}"));
        return wrong == default ? rule : $"{DialValues.Shown($"{wrong}")} is in it; {rule}";
    }
}
