using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Asterisk cannot be talked to; the message says which, why and what to do.</summary>
internal sealed class AmiException(AmiFailure failure, string message, Exception? inner = null)
    : Exception(message, inner), IForeseenFailure
{
    public AmiFailure Failure => failure;

    /// <summary>Trying again soon would change nothing, and may get us banned.</summary>
    public bool NeedsAPerson => failure is AmiFailure.LoginRefused or AmiFailure.NotAsterisk or AmiFailure.Tls;
}
