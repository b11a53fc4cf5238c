namespace Itgrix.Runtime.Platform.Logging;

/// <summary>
/// The command that people call: <c>./run.sh</c> in the project's folder, <c>itgrix</c> when installed.
/// </summary>
internal static class OwnCommand
{
    private const string OfProject = "./run.sh";

    private static readonly string? Installed = Environment.GetEnvironmentVariable("ITGRIX_COMMAND");

    /// <summary>A text for people, with the command that they can call.</summary>
    public static string In(string text) => Installed is null ? text : Named(text, Installed);

    /// <summary>The text with that command in place of the project's.</summary>
    public static string Named(string text, string command) =>
        text.Replace(OfProject, command, StringComparison.Ordinal);
}
