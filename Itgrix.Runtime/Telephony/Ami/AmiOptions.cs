using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// The <c>asterisk.ami</c> part of the configuration: address and login of Asterisk's manager interface.
/// </summary>
internal sealed record AmiOptions
{
    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; } = 5038;

    /// <summary>The section of manager.conf.</summary>
    public required string User { get; init; }

    public required Secret Secret { get; init; }

    public AmiAuth Auth { get; init; } = AmiAuth.Md5;

    public AmiTls Tls { get; init; } = new();

    /// <summary>Timeout of connecting and logging in together, and of an action.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After this silence a Ping is sent; after the same again the connection is considered dead.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For messages: <c>itgrix@127.0.0.1:5038</c>.</summary>
    public string Address => $"{User}@{Host}:{Port}";
}

/// <summary>Encryption of the connection to Asterisk, and the trusted certificates.</summary>
internal sealed record AmiTls
{
    public bool Enabled { get; init; }

    /// <summary>Off: any certificate is accepted, which stops eavesdroppers, but no man in the middle.</summary>
    public bool Validate { get; init; } = true;

    /// <summary>
    /// A PEM file with Asterisk's own certificate or its authority; <c>null</c> for the system's authorities.
    /// </summary>
    public string? Ca { get; init; }
}
