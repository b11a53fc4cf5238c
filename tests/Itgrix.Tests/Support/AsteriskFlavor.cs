namespace Itgrix.Tests.Support;

/// <summary>Which Asterisk: its version, and the driver that its phones' channels are named after.</summary>
internal sealed record AsteriskFlavor(string Version, string Technology)
{
    public static AsteriskFlavor Newest { get; } = new("22", "PJSIP");

    public static AsteriskFlavor Old { get; } = new("16", "PJSIP");

    public static AsteriskFlavor ChanSip { get; } = new("16", "SIP");

    public override string ToString() => $"Asterisk {Version} ({Technology})";
}
