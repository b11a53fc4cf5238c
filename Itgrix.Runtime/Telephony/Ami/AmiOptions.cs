using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// The <c>asterisk.ami</c> part of the configuration: where Asterisk's manager interface is and who logs in.
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

    /// <summary>How long connecting and logging in may take together, and the answer to an action.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After so long a silence Asterisk is asked for a sign of life; after as long again it counts as gone.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For messages: <c>itgrix@127.0.0.1:5038</c>.</summary>
    public string Address => $"{User}@{Host}:{Port}";
}

/// <summary>Whether the connection to Asterisk is encrypted, and whom it trusts.</summary>
internal sealed record AmiTls
{
    public bool Enabled { get; init; }

    /// <summary>Off: any certificate will do, which keeps out listeners, but not somebody in between.</summary>
    public bool Validate { get; init; } = true;

    /// <summary>
    /// A PEM file with Asterisk's own certificate or that of its authority; <c>null</c> for those of the system.
    /// </summary>
    public string? Ca { get; init; }
}
