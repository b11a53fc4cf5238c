using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>What Kommo got of a call, in the words of the log.</summary>
internal static class KommoOutcome
{
    /// <summary>As what the call is registered; <c>null</c> when it is not.</summary>
    public static string? RegisteredAs(CallSteps steps)
    {
        var registered = CallOutcome.FieldOf(steps, "call", "id") is { } id ? $"registered as call {id}"
            : steps.ResultOf("unsorted") is not null ? "registered in incoming leads" : null;
        return registered is null ? null : registered
            + CallOutcome.IfDone(steps, "contact", "contact added")
            + CallOutcome.IfDone(steps, "lead", "lead added")
            + CallOutcome.IfDone(steps, "task", "task added")
            + CallOutcome.IfDone(steps, "task for the new contact", "task added");
    }

    /// <summary>Kommo answered the request without keeping the call.</summary>
    public static bool HasNoClient(CallSteps steps) =>
        steps.ResultOf("call") is not null && CallOutcome.FieldOf(steps, "call", "id") is null;
}
