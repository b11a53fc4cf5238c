namespace Itgrix.Runtime.Hooks;

/// <summary>Where an incoming call goes before anybody else is asked, and what the phone shows.</summary>
/// <param name="Number">What is dialled; empty for the usual route.</param>
/// <param name="Name">Empty for what the caller's line says.</param>
internal sealed record RoutingSettings(string Number, string Name)
{
    public static RoutingSettings None { get; } = new("", "");

    public bool IsNone => Number.Length == 0 && Name.Length == 0;
}
