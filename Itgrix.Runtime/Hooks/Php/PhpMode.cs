namespace Itgrix.Runtime.Hooks.Php;

/// <summary>How a file runs, and why.</summary>
/// <param name="Reason">Why not in a worker; empty for <see cref="PhpModeKind.Warm"/>.</param>
internal sealed record PhpMode(PhpModeKind Kind, string Reason)
{
    public static readonly PhpMode Warm = new(PhpModeKind.Warm, "");

    public static PhpMode Fork(string reason) => new(PhpModeKind.Fork, reason);

    public static PhpMode Process(string reason) => new(PhpModeKind.Process, reason);

    /// <summary>How and why it runs, for the log and <c>check</c>.</summary>
    public override string ToString() => Kind switch
    {
        PhpModeKind.Warm => "runs in PHP workers",
        PhpModeKind.Fork => $"runs in a PHP process of its own, forked for each call, some 5 ms: {Reason}",
        _ => $"runs in a PHP process of its own, some 20 ms a call: {Reason}",
    };
}
