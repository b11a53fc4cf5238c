using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms;

/// <summary>The <c>extensions</c> part of the configuration: of which employees calls are told to the CRM.</summary>
internal sealed record ExtensionOptions
{
    /// <summary>Of these alone; of all when there is none.</summary>
    public IReadOnlyList<NumberPattern> Only { get; init; } = [];

    /// <summary>Of these not.</summary>
    public IReadOnlyList<NumberPattern> Except { get; init; } = [];

    /// <summary>Whether one of a call's employees counts; so does a call that nobody's phone rang for.</summary>
    public bool Count(CallFull call) => (Only.Count == 0 && Except.Count == 0) || call.Conversations.Count == 0
        || call.Conversations.Values.Any(conversation => Count(conversation.Employee));

    private bool Count(PhoneNumber employee)
    {
        return (Only.Count == 0 || Only.Any(Fits)) && !Except.Any(Fits);

        bool Fits(NumberPattern pattern) => pattern.Matches(employee.Original) || pattern.Matches(employee.Base);
    }
}
