using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// Searches a file for features of the command line only, by php-compat/inspect.php; none of its code runs.
/// </summary>
/// <param name="Mode">How the file may run.</param>
/// <param name="Files">The files that it includes by a literal name.</param>
internal sealed record PhpInspection(PhpMode Mode, IReadOnlyList<string> Files)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "php-compat", "inspect.php");

    public static async Task<PhpInspection> RunAsync(string php, string file, byte[] text, PhpDifferences differences)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new
        {
            file, functions = differences.Functions, classes = differences.Classes, constants = differences.Constants,
        });
        try
        {
            var result = await PhpProgram.From(php).RunAsync(["-d", "display_errors=stderr", Script],
                [.. header, (byte)'\n', .. text], Timeout, CancellationToken.None);
            using var answer = JsonDocument.Parse(result.Output);
            var found = Texts(answer, "found");
            return new(found.Count == 0 ? PhpMode.Warm : PhpMode.Process(Words(found)), Texts(answer, "files"));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or TrustedProgramException)
        {
            return new(PhpMode.Process($"it could not be inspected ({error.Message})"), []);
        }
    }

    private static string Words(List<string> found) =>
        $"{found[0]} is different in a worker{(found.Count > 1 ? $", and {found.Count - 1} more" : "")}";

    private static List<string> Texts(JsonDocument answer, string name) =>
        [.. answer.RootElement.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
