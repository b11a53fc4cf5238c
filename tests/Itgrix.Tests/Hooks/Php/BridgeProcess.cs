using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>Result of one hook run by the bridge: the frame on descriptor 3 and the output of the process.</summary>
public sealed record BridgeResult(int ExitCode, string Frame, string Printed, string Diagnostics)
{
    /// <summary>The file's return value as JSON text, as the bridge wrote it.</summary>
    public string Returned => Member("returned");

    /// <summary>Why the return value could not be sent.</summary>
    public string Error => JsonNode.Parse(Member("error"))!.GetValue<string>();

    private string Member(string name)
    {
        Frame.Should().NotBeEmpty("the hook should have come to its end; it said: {0}{1}", Printed, Diagnostics);
        using var frame = JsonDocument.Parse(Frame, new JsonDocumentOptions { MaxDepth = 5000 });

        return frame.RootElement.GetProperty(name).GetRawText();
    }
}

/// <summary>Starts bridge.php by itself, as the runtime does: files stand for the descriptors 3 and 4.</summary>
public sealed class BridgeProcess : IDisposable
{
    /// <summary>The top folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where the hooks of these tests are.</summary>
    public static string Fixtures { get; } = Path.Combine(Root, "tests", "Itgrix.Tests", "Hooks", "Php", "fixtures");

    private static string Bridge { get; } = Path.Combine(Root, "php-compat", "bridge.php");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-");

    /// <summary>A folder that is gone after the test.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Further options of the php command.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Further environment variables.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Runs a hook that is a file among the fixtures, or anywhere.</summary>
    public BridgeResult RunFile(string file, string input = "{}", byte[]? source = null)
    {
        var path = Path.Combine(Fixtures, file);

        return Run(path, source ?? File.ReadAllBytes(path), Encoding.UTF8.GetBytes(input));
    }

    /// <summary>Runs a hook given as text.</summary>
    public BridgeResult RunCode(string code, string input = "{}") => RunCode(Encoding.UTF8.GetBytes(code), input);

    /// <summary>Runs a hook given as bytes.</summary>
    public BridgeResult RunCode(byte[] code, string input = "{}")
    {
        var path = Path.Combine(Folder, "hook.php");
        File.WriteAllBytes(path, code);

        return Run(path, code, Encoding.UTF8.GetBytes(input));
    }

    /// <summary>Runs the bridge on the bytes given.</summary>
    public BridgeResult Run(string path, byte[] source, byte[] input)
    {
        var header = JsonSerializer.Serialize(
            new { file = path, source_bytes = source.Length, params_bytes = input.Length });
        byte[] request = [.. Encoding.UTF8.GetBytes(header), (byte)'\n', .. source, .. input];
        File.WriteAllBytes(Path.Combine(Folder, "in"), request);

        return Start("3>\"$OUT\" 4<\"$IN\"", Bridge, input, Path.GetDirectoryName(path)!);
    }

    /// <summary>Runs a file by php alone, without the bridge.</summary>
    public BridgeResult RunAlone(string path, string input = "{}") =>
        Start("", path, Encoding.UTF8.GetBytes(input), Path.GetDirectoryName(path)!);

    /// <summary>Starts the bridge with descriptors of one's own.</summary>
    public BridgeResult RunByHand(string redirections) => Start(redirections, Bridge, [], Folder);

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);

    private BridgeResult Start(string redirections, string script, byte[] input, string workingFolder)
    {
        string[] php = ["-d", "display_errors=stderr", "-d", "log_errors=0", "-d", "html_errors=0", .. Options, script];
        var frame = Path.Combine(Folder, "out");
        var variables = new Dictionary<string, string>(
            Environment) { ["IN"] = Path.Combine(Folder, "in"), ["OUT"] = frame };
        var run = Command.Start(
            "sh", ["-c", $"exec php \"$@\" {redirections}", "sh", .. php], input,
            Directory.Exists(workingFolder) ? workingFolder : Folder, variables).GetAwaiter().GetResult();

        return new(run.ExitCode, File.Exists(frame) ? File.ReadAllText(frame) : "", run.Output, run.Errors);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "itgrix.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no parent has itgrix.sln");

        return folder;
    }
}
