using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>The scripts of <c>tests/asterisk</c>.</summary>
internal static partial class AsteriskKit
{
    public static string Folder { get; } = ProjectFolder.Of("tests", "asterisk");

    /// <summary>Every scenario's name, in the order of <c>scenarios.sh</c>.</summary>
    public static IReadOnlyList<string> Scenarios { get; } =
    [
        .. File.ReadLines(Path.Combine(Folder, "scenarios", "scenarios.sh"))
            .Select(line => Definition().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value),
    ];

    /// <summary>
    /// Runs a script to its end, with settings for <c>env.sh</c>; when cancelled, kills it with all that it started.
    /// </summary>
    public static Task<Command> Run(
        string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellation) =>
        Command.Start("bash", [Path.Combine(Folder, script), .. arguments], [], Folder, settings, cancellation);

    [GeneratedRegex(@"^s_(\w+)\(\)")]
    private static partial Regex Definition();
}
