namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Why Asterisk cannot be talked to.</summary>
internal enum AmiFailure
{
    /// <summary>The host's name leads nowhere.</summary>
    UnknownHost,

    /// <summary>Nobody listens at that port.</summary>
    Refused,

    /// <summary>The network does not lead there.</summary>
    Unreachable,

    /// <summary>Connecting or logging in took too long.</summary>
    TimedOut,

    /// <summary>Something else answers at that port.</summary>
    NotAsterisk,

    /// <summary>No encrypted connection, or none to be trusted.</summary>
    Tls,

    /// <summary>User, secret or the address we come from is not accepted.</summary>
    LoginRefused,

    /// <summary>The connection broke, or was closed by the other side.</summary>
    Lost,

    /// <summary>It was silent for too long, even when asked.</summary>
    Silent,

    /// <summary>There is no connection now.</summary>
    NotConnected,

    /// <summary>An action was not answered in time.</summary>
    NoAnswer,
}
