using System.Security.Cryptography.X509Certificates;

namespace Itgrix.Sandbox.Pbx;

/// <summary>What the simulated Asterisk is like.</summary>
public sealed record PbxSettings
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    public string User { get; init; } = "itgrix";

    public string Secret { get; init; } = "itgrix";

    /// <summary>The line that begins each connection.</summary>
    public string Greeting { get; init; } = "Asterisk Call Manager/11.0.0";

    public string AsteriskVersion { get; init; } = "22.10.1";

    /// <summary>What captures are played by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>With one, only TLS is spoken.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether an MD5 challenge is given.</summary>
    public bool HasChallenge { get; init; } = true;

    /// <summary>What <c>CoreShowChannels</c> lists, and <c>Hangup</c> and <c>Redirect</c> find.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The <c>Reason</c> of <c>OriginateResponse</c>: 4 answered, 3 nobody answered, 5 busy.</summary>
    public int OriginateReason { get; init; } = 4;

    /// <summary>With words, every <c>Originate</c> is refused with them.</summary>
    public string OriginateRefusal { get; init; } = "";

    /// <summary>Phones ring without end: no <c>OriginateResponse</c>.</summary>
    public bool RingsForever { get; init; }
}
