using System.Security.Cryptography.X509Certificates;

namespace Itgrix.Sandbox.Pbx;

/// <summary>Settings of the simulated Asterisk.</summary>
public sealed record PbxSettings
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    public string User { get; init; } = "itgrix";

    public string Secret { get; init; } = "itgrix";

    /// <summary>The greeting of each connection.</summary>
    public string Greeting { get; init; } = "Asterisk Call Manager/11.0.0";

    public string AsteriskVersion { get; init; } = "22.10.1";

    /// <summary>The clock for captures.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>With a certificate only TLS is accepted.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether it offers an MD5 challenge.</summary>
    public bool HasChallenge { get; init; } = true;

    /// <summary>The channels of <c>CoreShowChannels</c>, <c>Hangup</c> and <c>Redirect</c>.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The <c>Reason</c> of <c>OriginateResponse</c>: 4 answered, 3 nobody answered, 5 busy.</summary>
    public int OriginateReason { get; init; } = 4;

    /// <summary>If set, every <c>Originate</c> is rejected with this message.</summary>
    public string OriginateRefusal { get; init; } = "";

    /// <summary>Phones ring forever: no <c>OriginateResponse</c>.</summary>
    public bool RingsForever { get; init; }
}
