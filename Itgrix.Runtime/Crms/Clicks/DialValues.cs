using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>
/// Validates what is sent to Asterisk for dialling. Clicked numbers and hook results are untrusted: none may start
/// another header, call several phones, or contain anything that a dialplan would evaluate.
/// </summary>
internal static partial class DialValues
{
    private const int MaxCallerId = 200;

    // A dialplan that passes the caller's name on would evaluate these.
    private const string Evaluated = "${}`|;\\";

    /// <summary>Why the request must not be sent; <c>null</c> when it may.</summary>
    public static string? ProblemOf(OriginateRequest request)
    {
        if (!IsNumber(request.Exten))
            return $"the number {Shown(request.Exten)} cannot be dialled: digits, +, * and # are allowed, 40 at most.";
        if (!IsChannel(request.Channel))
            return $"{Shown(request.Channel)} is no channel: it must look like PJSIP/101 or Local/101@from-internal.";
        if (!IsContext(request.Context))
            return $"{Shown(request.Context)} is no context: letters, digits, _ . - are allowed, 79 at most.";
        if (!IsCallerId(request.CallerId ?? ""))
            return $"the caller id {Shown(request.CallerId!)} cannot be used: it is too long, or has line breaks, "
                + $"control characters, or one of {Evaluated}";
        return request.Priority is >= 1 and <= 9999 ? null : "the priority is no number from 1 to 9999.";
    }

    public static bool IsExtension(string text) => Extension().IsMatch(text);

    public static bool IsNumber(string text) => Number().IsMatch(text);

    public static bool IsChannel(string text) => Channel().IsMatch(text);

    public static bool IsContext(string text) => Context().IsMatch(text);

    public static bool IsCallerId(string text) =>
        text.Length <= MaxCallerId && !text.Any(IsUnprintable) && text.AsSpan().IndexOfAny(Evaluated) < 0;

    /// <summary>The priority; 0 when it is not valid.</summary>
    public static int Priority(string text) => text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit)
        ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>A formatted number without its separators.</summary>
    public static string Dialled(string number) => ForTheEye().Replace(number, "");

    /// <summary>The template with its placeholders filled.</summary>
    public static string Fill(string template, string extension, string number) => Place().Replace(
        template, place => place.Value == "{extension}" ? extension : number);

    /// <summary>The text for a message: on one line, with a maximum length.</summary>
    public static string Shown(string text) =>
        $"'{string.Concat(text.Take(40).Select(one => IsUnprintable(one) ? '?' : one))}"
        + $"{(text.Length > 40 ? "…" : "")}'";

    private static bool IsUnprintable(char one) => char.GetUnicodeCategory(one) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned;

    [GeneratedRegex(@"^[0-9+*#]{1,40}\z")]
    private static partial Regex Number();

    // Without / and @, which could turn the template into another channel.
    [GeneratedRegex(@"^[A-Za-z0-9_.+*#-]{1,40}\z")]
    private static partial Regex Extension();

    [GeneratedRegex(@"^[A-Za-z0-9_]{1,20}/[A-Za-z0-9_.+*#@:/-]{1,100}\z")]
    private static partial Regex Channel();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,79}\z")]
    private static partial Regex Context();

    // With the dashes and the fixed-width spaces that word processors insert.
    [GeneratedRegex(@"[ \u00a0\u2007\u2009\u202f()./\u2010-\u2015\u2212-]")]
    private static partial Regex ForTheEye();

    [GeneratedRegex(@"\{(extension|number)\}")]
    private static partial Regex Place();
}
