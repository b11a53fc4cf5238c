using System.Text.RegularExpressions;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Checks that a text parses, by <c>php -l</c>; none of its code runs.</summary>
internal static partial class PhpLint
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>The errors; empty when it parses.</summary>
    public static async Task<IReadOnlyList<ScriptMessage>> Check(
        string php, string file, byte[] text, CancellationToken token)
    {
        TrustedResult result;
        try
        {
            result = await PhpProgram.From(php).RunAsync(
                ["-d", "display_errors=stdout", "-d", "html_errors=0", "-d", "log_errors=0", "-l"],
                text, Timeout, token);
        }
        catch (TrustedProgramException error)
        {
            return [ScriptMessage.Error(file, "ITX010", error.Message)];
        }
        if (result.ExitCode == 0)
            return [];
        var printed = Encoding.UTF8.GetString(result.Output);
        var found = Message().Matches(printed).Select(match => new ScriptMessage(
            file, int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), 1, "error", "PHP",
            match.Groups["text"].Value + Hint(match.Groups["text"].Value, text))).ToList();
        return found.Count > 0
            ? found
            : [ScriptMessage.Error(file, "PHP",
                $"php -l: exit code {result.ExitCode}. {printed}{Encoding.UTF8.GetString(result.Errors)}".Trim())];
    }

    // An editor shows nothing before the first statement.
    private static string Hint(string message, byte[] text) =>
        message.Contains("very first statement", StringComparison.Ordinal) && text.AsSpan().StartsWith(ByteOrderMark)
            ? ". An invisible mark (BOM) is before it: save the file as UTF-8 without BOM." : "";

    [GeneratedRegex(@"^(?:PHP )?(?<text>(?:Parse|Fatal|Compile) error: .*) in .* on line (?<line>\d+)\s*$",
        RegexOptions.Multiline)]
    private static partial Regex Message();
}
