namespace Itgrix.Runtime.Outbox;

/// <summary>The state of a step of a call.</summary>
internal enum StepState
{
    /// <summary>To be sent, at once or later; it may have been sent with an unknown outcome.</summary>
    Waiting,

    /// <summary>Its result is known.</summary>
    Done,

    /// <summary>A hook cancelled it, it expired, or an administrator dropped it: there is no result.</summary>
    Discarded,

    /// <summary>The CRM refuses it; an administrator decides whether to change, resend or drop it.</summary>
    DeadLettered,
}
