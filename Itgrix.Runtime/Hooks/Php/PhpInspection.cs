using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// Searches a file for features of the command line only, by php-compat/inspect.php; none of its code runs.
/// </summary>
/// <param name="Mode">How the file may run.</param>
/// <param name="Files">The files that it includes, as far as that can be read off it.</param>
/// <param name="Absent">Files that it would include if they were there.</param>
/// <param name="Warnings">What this PHP does not run, or not as meant.</param>
internal sealed record PhpInspection(
    PhpMode Mode, IReadOnlyList<string> Files, IReadOnlyList<string> Absent, IReadOnlyList<ScriptMessage> Warnings)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "php-compat", "inspect.php");

    /// <summary>Inspects a text.</summary>
    /// <param name="included">Files that earlier calls of it included.</param>
    public static async Task<PhpInspection> RunAsync(
        string php, string file, byte[] text, PhpDifferences differences, IEnumerable<string> included)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new
        {
            file, functions = differences.Functions, classes = differences.Classes, constants = differences.Constants,
            files = included,
        });
        try
        {
            var result = await PhpProgram.From(php).RunAsync(["-d", "display_errors=stderr", Script],
                [.. header, (byte)'\n', .. text], Timeout, CancellationToken.None);
            using var answer = JsonDocument.Parse(result.Output);
            var found = Texts(answer, "found");
            return new(found.Count == 0 ? PhpMode.Warm : PhpMode.Fork(Words(found)),
                Texts(answer, "files"), Texts(answer, "absent"), ReadWarnings(answer));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or TrustedProgramException)
        {
            return new(PhpMode.Fork($"it could not be inspected ({error.Message})"), [], [], []);
        }
    }

    private static string Words(List<string> found) =>
        $"{found[0]} {(found[0].Contains("cannot be read", StringComparison.Ordinal) ? "may be" : "is")} different in "
        + $"a worker{(found.Count > 1 ? $", and {found.Count - 1} more" : "")}";

    private static List<ScriptMessage> ReadWarnings(JsonDocument answer) =>
    [
        .. answer.RootElement.GetProperty("warnings").EnumerateArray().Select(one => new ScriptMessage(
            one[0].GetString()!, one[1].GetInt32(), 1, "warning", "ITX012", one[2].GetString()!)),
    ];

    private static List<string> Texts(JsonDocument answer, string name) =>
        [.. answer.RootElement.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
