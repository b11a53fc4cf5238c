namespace Itgrix.Runtime.Outbox;

/// <summary>
/// A step that is done once for a call, however often its flow runs: a request to the CRM, or a hook with an answer
/// that is stored.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="Name">Identifies it among the steps of the call: <c>register</c>, <c>show 1763720000.7</c>.</param>
internal sealed record OutboxRequest(CallKey Call, string Name)
{
    /// <summary>The store's id for it, short enough to type; 0 before it is stored.</summary>
    public long Id { get; init; }

    public StepState State { get; init; }

    /// <summary>The CRM's method; empty when nothing is sent.</summary>
    public string Method { get; init; } = "";

    /// <summary>The request as the hook left it, in JSON; empty when nothing is sent.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>The answer of the CRM or the hook, in JSON; empty while there is none.</summary>
    public string Result { get; init; } = "";

    /// <summary>Why the last attempt failed; empty when there was no failure.</summary>
    public string Error { get; init; } = "";

    /// <summary>Whether it was sent and its outcome is unknown: the CRM may have processed it.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>The number of attempts.</summary>
    public int Tries { get; init; }

    /// <summary>The time of the next attempt.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>The time of its creation.</summary>
    public DateTimeOffset Made { get; init; }
}
