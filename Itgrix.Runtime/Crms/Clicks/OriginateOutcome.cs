namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>The outcome of a call that a CRM asked for.</summary>
internal enum CallStartKind
{
    /// <summary>The first phone was answered: the call continues in Asterisk's events, under its id.</summary>
    Taken,

    /// <summary>The first phone is unreachable or busy, or was not answered.</summary>
    NotTaken,

    /// <summary>A number or another value is not allowed; nothing was sent to Asterisk.</summary>
    NotAllowed,

    /// <summary>Asterisk refused the call.</summary>
    Refused,

    /// <summary>There is no connection to Asterisk; nothing was sent.</summary>
    NotConnected,

    /// <summary>The connection broke meanwhile: only Asterisk's events show whether there is a call.</summary>
    Unknown,
}

/// <summary>The result of a <see cref="CallRequest"/>: a value, never an exception.</summary>
/// <param name="CallId">The linkedid that the call has, or would have had.</param>
/// <param name="Reason">Why there is no call, and what to do; empty when there is one.</param>
internal sealed record OriginateOutcome(CallStartKind Kind, string CallId, string Reason)
{
    /// <summary>Whether there is no call, and none is to be expected.</summary>
    public bool IsOver => Kind is not (CallStartKind.Taken or CallStartKind.Unknown);
}
