using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>
/// The <c>click_to_call</c> part of the configuration: how a number that was clicked in the CRM is dialled.
/// </summary>
internal sealed record ClickToCallOptions
{
    // Satellite networks, international networks, international premium rate: the same in every country.
    private static readonly string[] CostlyCodes = ["870", "881", "882", "883", "979"];

    /// <summary>The channel of the employee's phone; <c>{extension}</c> stands for its extension.</summary>
    public string Channel { get; init; } = "PJSIP/{extension}";

    /// <summary>The dialplan context in which the client's number is dialled.</summary>
    public string Context { get; init; } = "from-internal";

    /// <summary>
    /// The caller id on the employee's phone; <c>{number}</c> stands for the client's number, <c>{extension}</c> for
    /// the employee's.
    /// </summary>
    public string CallerId { get; init; } = "{number}";

    /// <summary>How long the employee's phone rings.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The token of a program that asks for calls; <c>null</c>: no program may.</summary>
    public Secret? Token { get; init; }

    /// <summary>Further contexts that such a program may choose.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>
    /// Patterns of the only numbers that are dialled; empty: every number of digits with an optional plus.
    /// </summary>
    public IReadOnlyList<DialPattern> Allowed { get; init; } = [];

    /// <summary>Patterns of numbers that are not dialled, also when they are allowed.</summary>
    public IReadOnlyList<DialPattern> Refused { get; init; } = [.. CostlyCodes.SelectMany(Forms)];

    // 011 and 810 also begin local numbers, which are shorter.
    private static IEnumerable<DialPattern> Forms(string code) =>
        [new($"+{code}."), new($"00{code}."), new($"011{code}XXXXXX."), new($"810{code}XXXXXX.")];
}
