namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Something that is done once for a call, however often its way is gone again: a request to the CRM, or a hook whose
/// answer is to be remembered.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="Name">Tells it from the call's other steps: <c>register</c>, <c>show 1763720000.7</c>.</param>
internal sealed record OutboxRequest(CallKey Call, string Name)
{
    /// <summary>The store's number for it, which a person can type; 0 as long as it is not stored.</summary>
    public long Id { get; init; }

    public StepState State { get; init; }

    /// <summary>The CRM's method; empty when nothing is sent.</summary>
    public string Method { get; init; } = "";

    /// <summary>The request as the hook left it, JSON; empty when nothing is sent.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>What the CRM or the hook answered, JSON; empty as long as nothing is known.</summary>
    public string Result { get; init; } = "";

    /// <summary>Why it was not done at the last try; empty when there was none.</summary>
    public string Error { get; init; } = "";

    /// <summary>It was sent, or is being sent, and what became of it is not known: the CRM may have done it.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Made { get; init; }
}
