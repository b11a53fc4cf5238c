namespace Itgrix.Runtime.Outbox;

/// <summary>What came of a step of a call, or of a stage: it is over, with or without a result, or deferred.</summary>
/// <param name="Result">
/// The result of the CRM; <c>null</c> when there is none, because there was nothing to do, or it was cancelled or
/// refused.
/// </param>
/// <param name="WaitsFor">
/// The step that the call waits for, because it is retried later or an administrator has to decide; <c>null</c> when it
/// is over.
/// </param>
internal readonly record struct StepOutcome(JsonElement? Result, string? WaitsFor)
{
    /// <summary>It is over, without a result.</summary>
    public static StepOutcome None => default;

    /// <summary>Whether the flow stops here: what was done is stored, and the same stage comes again.</summary>
    public bool IsDeferred => WaitsFor is not null;

    /// <summary>Whether there is a result.</summary>
    public bool IsDone => Result is not null;

    /// <summary>It is over, with a result.</summary>
    public static StepOutcome Done(JsonElement result) => new(result, null);

    /// <summary>The flow continues with this step later.</summary>
    public static StepOutcome Deferred(string step) => new(null, step);
}
