namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Communication with Asterisk failed; the message says which, why and what to do.</summary>
internal sealed class AmiException(AmiFailure failure, string message, Exception? inner = null)
    : Exception(message, inner), IForeseenFailure
{
    public AmiFailure Failure => failure;

    /// <summary>A quick retry would change nothing, and may get us banned.</summary>
    public bool NeedsAPerson => failure is AmiFailure.LoginRefused or AmiFailure.NotAsterisk or AmiFailure.Tls;
}
