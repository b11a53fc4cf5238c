using System.Text;
using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>Replies of hooks, to each hook.</summary>
internal sealed class ReplyTarget : IFuzzTarget
{
    private readonly GivenReply _engine = new();
    private readonly HookRunner _runner;
    private readonly (HookDefinition Hook, byte[] Input)[] _hooks;

    public ReplyTarget()
    {
        _runner = new(new(), [_engine]);
        _hooks = [.. HookCatalog.All.Select(hook => (hook, File.ReadAllBytes(Sample(hook))))];
        Corpus = [.. _hooks.Select(one => Wrapped(Encoding.UTF8.GetString(one.Input))), .. CaseReplies()];
    }

    public string Name => "reply";

    public IReadOnlyList<byte[]> Corpus { get; }

    public IReadOnlyList<string> Words { get; } =
    [
        "\"state\"", "\"success\"",
        "\"data\"", "\"error\"", "\"message\"", "\"result\"", "\"phone\"", "\"name\"", "\"number\"", "\"path\"",
        "\"state\":\"success\"",
        "1.0000000000000000000001", "123456789012345678901234567890", "{\"data\":", "\"call_full\":",
    ];

    public async Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        _engine.Reply = input;
        var (hook, given) = _hooks[input.Length % _hooks.Length];
        var outcome = await _runner.RunFile(hook, "given.csx", given, token);
        // Its data is used further: by the next hook, by a CRM, by the outbox.
        if (outcome.Data is { } data)
            JsonDocument.Parse(data.ToJsonString(), new() { MaxDepth = 1000 }).Dispose();
        else if (outcome.Kind != OutcomeKind.Cancelled)
            throw new FuzzException($"Nothing goes on after {outcome.Kind}.");
        if (outcome.Kind == OutcomeKind.NotCustomized
            || outcome.Reason?.Contains("bug of Itgrix", StringComparison.Ordinal) == true)
            throw new FuzzException($"The reply breaks the runner: {outcome.Reason}");
        return $"{hook.Id} {outcome.Kind} "
            + $"{outcome.Reason?.Split('(')[0][..Math.Min(30, outcome.Reason.Split('(')[0].Length)]}";
    }

    public ValueTask DisposeAsync()
    {
        _runner.Dispose();
        return default;
    }

    private static string Sample(HookDefinition hook) =>
        ProjectFolder.Of("customizations", "samples", hook.Folder, $"{hook.Name}.json");

    private static byte[] Wrapped(string data) =>
        Encoding.UTF8.GetBytes($"{{\"data\": {data}, \"state\": \"success\"}}");

    // What the hooks of the engines' cases are expected to have replied.
    private static IEnumerable<byte[]> CaseReplies() => Directory
        .EnumerateFiles(ProjectFolder.Of("tests", "Itgrix.Tests", "Hooks", "Engines", "cases"),
            "expect.json", SearchOption.AllDirectories)
        .Order().Where(file => new FileInfo(file).Length < 20_000).Select(file =>
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return Wrapped(json.RootElement.TryGetProperty("data", out var data) ? data.GetRawText() : "null");
        });
}
