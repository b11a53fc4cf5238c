using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>
/// The <c>click_to_call</c> part of the configuration: how a number that was clicked in the CRM is dialled.
/// </summary>
internal sealed record ClickToCallOptions
{
    // Satellite networks, international networks, international premium rate: the same in every country.
    private static readonly string[] CostlyCodes = ["870", "881", "882", "883", "979"];

    private const string PatternFix = "give numbers in quotes, X for any digit, a dot at the end for any further "
        + "digits: [\"+4930XXXXXX\", \"0190.\", \"*98\"].";

    [Setting("channel of the phone that rings first; `{extension}` is the employee's", Rule = nameof(IsChannel),
        Fix =
            "is no channel with {extension} in it: give \"PJSIP/{extension}\" or \"Local/{extension}@from-internal\".")]
    public string Channel { get; init; } = "PJSIP/{extension}";

    [Setting("context of the dialplan that dials the client's number", Rule = nameof(IsContext),
        Fix = "is no context: give the name of a section of extensions.conf, letters, digits, _ . -")]
    public string Context { get; init; } = "from-internal";

    [Setting("caller id on that phone; `{number}` is the client's, `{extension}` the employee's",
        Rule = nameof(IsCallerId), Fix = "cannot be sent to Asterisk: give \"{number}\" or \"Company <{number}>\", "
        + "without { } $ ` | ; \\ of your own.")]
    public string CallerId { get; init; } = "{number}";

    [Setting("how long the phone rings", Unit = "seconds", Min = 1, Max = 600)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("token of programs that make calls, 16 to 200 letters, digits and `. _ ~ -`", Rule = nameof(IsToken),
        Fix = $"is too short or has characters that are not URL-safe: {ClientToken.Fix}", Default = "no program may")]
    public Secret? Token { get; init; }

    [Setting("additional contexts that such a program may choose", Rule = nameof(IsContext),
        Fix = "give names of sections of extensions.conf, in quotes.")]
    public IReadOnlyList<string> Contexts { get; init; } = [];

    // An empty list is ambiguous: its author may mean that nothing is allowed.
    [Setting("patterns of numbers that are dialled; no other number is", Rule = nameof(Pattern), Fix = PatternFix,
        Empty = "name the numbers that are dialled, or leave it out.", Default = "digits with an optional `+`")]
    public IReadOnlyList<DialPattern> Allowed { get; init; } = [];

    [Setting("patterns of numbers that are never dialled; `[]` for none", Rule = nameof(Pattern), Fix = PatternFix,
        Default = "satellites, international premium rate")]
    public IReadOnlyList<DialPattern> Refused { get; init; } = [.. CostlyCodes.SelectMany(Forms)];

    [Setting("how many calls may be asked for an extension within a minute", Unit = "calls", Min = 1, Max = 10_000)]
    public int PerMinute { get; init; } = 10;

    [Setting("how many calls may be asked for an extension within a day", Unit = "calls", Min = 1, Max = 1_000_000)]
    public int PerDay { get; init; } = 1000;

    private static bool IsChannel(string text) => text.Contains("{extension}", StringComparison.Ordinal)
        && DialValues.IsChannel(text.Replace("{extension}", "101", StringComparison.Ordinal));

    private static bool IsContext(string text) => DialValues.IsContext(text);

    private static bool IsCallerId(string text) => DialValues.IsCallerId(DialValues.Fill(text, "101", "12025550123"));

    private static bool IsToken(string token) => ClientToken.IsValid(token);

    private static DialPattern? Pattern(string text) => DialPattern.IsValid(text) ? new(text) : null;

    // 011 and 810 also begin local numbers, which are shorter.
    private static IEnumerable<DialPattern> Forms(string code) =>
        [new($"+{code}."), new($"00{code}."), new($"011{code}XXXXXX."), new($"810{code}XXXXXX.")];
}
