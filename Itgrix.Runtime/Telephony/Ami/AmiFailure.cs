namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Why communication with Asterisk failed.</summary>
internal enum AmiFailure
{
    /// <summary>The host name cannot be resolved.</summary>
    UnknownHost,

    /// <summary>Connection refused.</summary>
    Refused,

    /// <summary>The host is unreachable.</summary>
    Unreachable,

    /// <summary>Connecting or logging in took too long.</summary>
    TimedOut,

    /// <summary>Another program answers at that port.</summary>
    NotAsterisk,

    /// <summary>The TLS handshake failed, or the certificate is not trusted.</summary>
    Tls,

    /// <summary>User, secret or our address is rejected.</summary>
    LoginRefused,

    /// <summary>The connection failed, or was closed by the other side.</summary>
    Lost,

    /// <summary>It was silent for too long, even after a Ping.</summary>
    Silent,

    /// <summary>There is no connection now.</summary>
    NotConnected,

    /// <summary>An action timed out.</summary>
    NoAnswer,
}
