namespace Itgrix.Runtime.Outbox;

/// <summary>How far a step of a call is.</summary>
internal enum StepState
{
    /// <summary>To be sent, at once or later; it may have been sent, but its answer is not known.</summary>
    Waiting,

    /// <summary>Its result is known.</summary>
    Done,

    /// <summary>A hook cancelled it, it came too late, or a person dropped it: there is no result.</summary>
    Discarded,

    /// <summary>The CRM refuses it; a person is to look at it, and to change, resend or drop it.</summary>
    DeadLettered,
}
