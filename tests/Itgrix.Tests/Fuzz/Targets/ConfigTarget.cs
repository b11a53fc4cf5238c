using System.Text;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>The configuration: the samples of the documentation, each a whole file.</summary>
internal sealed partial class ConfigTarget : IFuzzTarget
{
    private readonly TemporaryFolder _folder = new();

    public string Name => "config";

    public IReadOnlyList<byte[]> Corpus { get; } = [.. Samples().Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<string> Words { get; } =
    [
        .. Samples().SelectMany(text => Names().Matches(text).Select(name => name.Value))
            .Distinct(), "// ", "/* ", "{\"env\": \"PATH\"}",
        "{\"file\": \"/dev/zero\"}", "{\"file\": \"/dev/tty\"}",
        "{\"file\": \"/\"}", "\"/dev/zero\"", "\"https://user:word@example.com:99999/\"",
        "\"http://[::1]:1\"", "\"UTC\"",
        "\"Europe/Berlin\"", "\"\\u0000\"", "\"\\ud800\"", "\"a,b\"", "\"sqlite\"", "\"postgresql\"",
    ];

    public Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        var file = _folder.File("config.json");
        File.WriteAllBytes(file, input);
        try
        {
            return Task.FromResult(ItgrixConfig.Load(file).File is null ? "nothing" : "read");
        }
        catch (ConfigException error)
        {
            return Task.FromResult(string.Join(' ', error.Mistakes.Select(mistake => mistake.Split(':')[0]).Take(3)));
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    private static IEnumerable<string> Samples() => Directory.EnumerateFiles(ProjectFolder.Of("docs"), "*.md").Order()
        .SelectMany(file => Blocks().Matches(File.ReadAllText(file)).Select(block => block.Groups[1].Value))
        .Select(text => text.TrimStart().StartsWith('{') ? text : $"{{{text}}}");

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("\"[a-z_0-9]+\"(?=:)")]
    private static partial Regex Names();
}
