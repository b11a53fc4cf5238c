using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms;

/// <summary>The <c>extensions</c> part of the configuration: the extensions with calls to deliver to the CRM.</summary>
internal sealed record ExtensionOptions
{
    private const string Fix = "give extensions in quotes, X for any digit: [\"101\", \"2XX\"].";

    [Setting("only calls of these employees are recorded", Rule = nameof(Pattern), Fix = Fix, Default = "all")]
    public IReadOnlyList<NumberPattern> Only { get; init; } = [];

    [Setting("calls of these employees are not recorded", Rule = nameof(Pattern), Fix = Fix)]
    public IReadOnlyList<NumberPattern> Except { get; init; } = [];

    /// <summary>Whether one of the call's extensions matches, or the call rang at no extension.</summary>
    public bool Count(CallFull call) => (Only.Count == 0 && Except.Count == 0) || call.Conversations.Count == 0
        || call.Conversations.Values.Any(conversation => Count(conversation.Employee));

    private static NumberPattern? Pattern(string text) => NumberPattern.IsValid(text) ? new(text) : null;

    private bool Count(PhoneNumber employee)
    {
        return (Only.Count == 0 || Only.Any(Fits)) && !Except.Any(Fits);

        bool Fits(NumberPattern pattern) => pattern.Matches(employee.Original) || pattern.Matches(employee.Base);
    }
}
