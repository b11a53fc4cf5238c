namespace Itgrix.Runtime.Hooks.Php;

/// <summary>How a file runs, and why.</summary>
/// <param name="Reason">Why it runs by process; empty for <see cref="PhpModeKind.Warm"/>.</param>
internal sealed record PhpMode(PhpModeKind Kind, string Reason)
{
    public static readonly PhpMode Warm = new(PhpModeKind.Warm, "");

    public static PhpMode Process(string reason) => new(PhpModeKind.Process, reason);
}
