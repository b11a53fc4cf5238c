using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>Describes for the log what a CRM got of a call.</summary>
internal static class CallOutcome
{
    /// <param name="steps">The steps of the call.</param>
    /// <param name="registered">How the call is registered; <c>null</c> when it is not.</param>
    /// <param name="registering">The names of the steps that register a call.</param>
    public static string Of(CallSteps steps, string? registered, IEnumerable<string> registering)
    {
        var reason = steps.NotRegistered ?? (registered is null ? WhyNot(steps, registering) : null);
        var deadLetters = steps.All.Where(step => step.State == StepState.DeadLettered)
            .Select(step => $", dead letter \"{step.Name}\" (./run.sh outbox)");
        return $"{registered ?? "not registered"}{(reason is null ? "" : $" ({reason})")}{string.Concat(deadLetters)}";
    }

    /// <summary>The words for a step that is done; empty when it is not.</summary>
    public static string IfDone(CallSteps steps, string name, string words) =>
        steps.ResultOf(name) is null ? "" : $", {words}";

    /// <summary>A field of a step's result, on one line; <c>null</c> when there is none.</summary>
    public static string? FieldOf(CallSteps steps, string name, string field) =>
        steps.ResultOf(name) is { ValueKind: JsonValueKind.Object } result
            && result.TryGetProperty(field, out var value) && value.ToString() is { Length: > 0 } text
            ? PrintableText.Short(text, 60) : null;

    private static string? WhyNot(CallSteps steps, IEnumerable<string> registering) =>
        registering.Select(steps.Find).FirstOrDefault(step => step?.State == StepState.Discarded) switch
        {
            null => null,
            { Parameters.Length: 0 } => "cancelled by customization",
            { Error: { Length: > 0 } error } => PrintableText.Short(error, 200),
            _ => "dropped by an administrator",
        };
}
