using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Describes for the log what Bitrix24 got of a call.</summary>
internal static class Bitrix24Outcome
{
    private const string OfPart = "register ";

    /// <summary>How the call is registered; <c>null</c> when it is not.</summary>
    public static string? RegisteredAs(CallSteps steps)
    {
        if (CallOutcome.FieldOf(steps, "register", "CALL_ID") is not { } id)
            return null;
        var finish = steps.Find("finish");
        var registered = finish?.State switch
        {
            StepState.Done => $"registered and finished as {id}",
            StepState.Discarded => $"registered as {id}, finish cancelled by customization",
            _ => $"registered as {id}",
        };
        var parts = steps.All.Where(step => step.Name.StartsWith(OfPart, StringComparison.Ordinal))
            .Select(step => CallOutcome.FieldOf(steps, step.Name, "CALL_ID")).OfType<string>().ToList();
        return registered
            + (parts.Count == 0 ? "" : $", then as {string.Join(", ", parts)}")
            + CallOutcome.IfDone(steps, "record", "recording attached")
            + CallOutcome.IfDone(steps, "record link", "recording linked")
            + CallOutcome.IfDone(steps, "task", "task added")
            + CallOutcome.IfDone(steps, "new contact task", "task added");
    }
}
