using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>
/// A click, and the reply of its hook, up to the bytes that Asterisk gets. An input is the hook's reply, then after
/// vertical bars the extension, the number, the caller id and the context.
/// </summary>
internal sealed class OriginateTarget : IFuzzTarget
{
    private static readonly string[] Headers =
        ["Action", "ActionID",
            "Channel", "Context", "Exten", "Priority", "CallerID", "Timeout", "Async", "ChannelId", ""];

    private readonly TemporaryFolder _folder = new();
    private readonly GivenReply _engine = new();
    private readonly HookRunner _runner;
    private readonly ClickToCall _click;
    private byte[] _sent = [];

    public OriginateTarget()
    {
        _folder.Write("bitrix24/process_originate_params.csx", "// replies what the test says");
        _runner = new(new() { Folders = [new(_folder.Path, null)] }, [_engine]);
        _click = new(new() { PerMinute = int.MaxValue, PerDay = int.MaxValue }, _runner, (request, _) =>
        {
            _sent = AmiActions.Originate(request, TimeSpan.FromSeconds(5)).ToBytes("1");
            return Task.FromResult(new OriginateResult(true, 4, "1", request.Channel, "answered"));
        }, TimeProvider.System);
    }

    public string Name => "originate";

    public IReadOnlyList<byte[]> Corpus { get; } = [.. new[]
    {
        """{"state":"success","data":"""
        + """{"channel":"Local/101@from-internal","caller_id":"\"Ann\" <101>","priority":1}}|101|+1 202"""
        + """ 555-0123|""",
        """{"state":"success","data":{"context":"from-internal","extension":"12025550123","priority":"2"}}"""
            + """|101|12025550123|"A" <1>|internal""",
        """{"state":"success","data":{"channel":"PJSIP/101","extension":"100"}}|101|12025550123""",
    }.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<string> Words { get; } =
    [
        "\\r\\nAction: Command\\r\\nCommand: core stop now",
        "\r\nVariable: X=1", "\\n", "\\r", "\\u0000", "\\u0085", "\\u2028", "\\u2029",
        "\"channel\":", "\"caller_id\":",
        "\"context\":", "\"extension\":", "\"priority\":", "&PJSIP/102", "${SHELL(id)}", "$[1+1]", "{extension}",
        "{number}", "|",
    ];

    public async Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        var parts = Encoding.UTF8.GetString(input).Split('|');
        _engine.Reply = Encoding.UTF8.GetBytes(parts[0]);
        _sent = [];
        var request = new CallRequest(
            Crm.Bitrix24, Part(1) ?? "101", Part(2) ?? "12025550123", new JsonObject { ["data"] = Part(3) })
        {
            CallerId = Part(3),
            Context = Part(4),
        };
        var start = await _click.RingAsync(request, (_, _) => Task.CompletedTask, token);
        if (start.Reason.AsSpan().IndexOfAny("\r\n\0\u0085\u2028\u2029") >= 0)
            throw new FuzzException("A reason is more than one line.");
        if (_sent.Length > 0)
            Check(Encoding.UTF8.GetString(_sent));
        return start.Kind + start.Reason.Split('\'')[0];

        string? Part(int at) => parts.Length > at && parts[at].Length > 0 ? parts[at] : null;
    }

    /// <summary>The bytes are one action with the expected headers, each once.</summary>
    public static void Check(string sent)
    {
        if (!sent.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            throw new FuzzException("The action does not end.");
        var lines = sent[..^4].Split('\r', '\n', '\0', '\u0085', '\u2028', '\u2029', '\v', '\f')
            .Where(line => line.Length > 0).ToList();
        var names = lines.Select(line => line.Split(": ")[0]).ToList();
        if (names.Except(Headers).Any() || names.Distinct().Count() != names.Count
            || names[0] != "Action" || lines[0] != "Action: Originate")
            throw new FuzzException($"Another header or action was begun: {string.Join(" / ", lines)}");
        if (lines.Single(line => line.StartsWith("Channel: ", StringComparison.Ordinal)).Contains('&'))
            throw new FuzzException("Several phones ring.");
    }

    public ValueTask DisposeAsync()
    {
        _runner.Dispose();
        _folder.Dispose();
        return default;
    }
}
