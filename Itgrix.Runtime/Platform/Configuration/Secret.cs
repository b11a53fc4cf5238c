namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>A password or token; ToString never shows its text.</summary>
internal sealed class Secret(string value)
{
    public string Reveal() => value;

    public override string ToString() => "***";
}
