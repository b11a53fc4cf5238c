namespace Itgrix.Runtime.Hooks;

/// <summary>Route of an incoming call before other rules apply, and the name on the phone's display.</summary>
/// <param name="Number">Number to dial; empty for the usual route.</param>
/// <param name="Name">Empty for the caller's own name.</param>
internal sealed record RoutingSettings(string Number, string Name)
{
    public static RoutingSettings None { get; } = new("", "");

    public bool IsNone => Number.Length == 0 && Name.Length == 0;
}
