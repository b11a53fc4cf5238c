namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>How far a call came that was asked for in the CRM.</summary>
internal enum CallStartKind
{
    /// <summary>The first phone was taken: the call goes on in Asterisk's events, under its id.</summary>
    Taken,

    /// <summary>The first phone is not there, is busy, or nobody took it.</summary>
    NotTaken,

    /// <summary>A number or another value is none that Asterisk may be given; nothing was sent.</summary>
    NotAllowed,

    /// <summary>Asterisk refused.</summary>
    Refused,

    /// <summary>There is no connection to Asterisk; nothing was sent.</summary>
    NotConnected,

    /// <summary>The connection broke meanwhile: only Asterisk's events can tell whether there is a call.</summary>
    Unknown,
}

/// <summary>What became of a <see cref="CallRequest"/>: a value, never an exception.</summary>
/// <param name="CallId">The linkedid that the call has, or would have had.</param>
/// <param name="Reason">Why it did not come to a call, and what to do; empty when it did.</param>
internal sealed record OriginateOutcome(CallStartKind Kind, string CallId, string Reason)
{
    /// <summary>There is no call, and none is to be expected.</summary>
    public bool IsOver => Kind is not (CallStartKind.Taken or CallStartKind.Unknown);
}
