using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Describes for the log what Kommo got of a call.</summary>
internal static class KommoOutcome
{
    /// <summary>How the call is registered; <c>null</c> when it is not.</summary>
    public static string? RegisteredAs(CallSteps steps)
    {
        var registered = CallOutcome.FieldOf(steps, "call", "id") is { } id ? $"registered as call {id}"
            : steps.ResultOf("unsorted") is not null ? "registered in incoming leads" : null;
        return registered is null ? null : registered
            + IfCreated(steps, "contact", "contact added")
            + IfCreated(steps, "lead", "lead added")
            + CallOutcome.IfDone(steps, "task", "task added")
            + CallOutcome.IfDone(steps, "task for the new contact", "task added");
    }

    private static string IfCreated(CallSteps steps, string name, string text) =>
        steps.ResultOf(name) is { } result && KommoDuplicates.ExistingIn(result) is not null ? ""
            : CallOutcome.IfDone(steps, name, text);

    /// <summary>Whether Kommo answered the request without recording the call.</summary>
    public static bool HasNoClient(CallSteps steps) =>
        steps.ResultOf("call") is not null && CallOutcome.FieldOf(steps, "call", "id") is null;
}
