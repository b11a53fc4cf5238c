namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>A password or token. It shows itself to nobody who does not ask by name.</summary>
internal sealed class Secret(string value)
{
    public string Reveal() => value;

    public override string ToString() => "***";
}
