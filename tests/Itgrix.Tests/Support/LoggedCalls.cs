using System.Text.Json.Nodes;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Tests.Support;

/// <summary>Captured calls through the whole service, and their lines in the log.</summary>
internal sealed class LoggedCalls : IAsyncDisposable
{
    private readonly RecordedLog _log = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2));
    private WholeService? _service;

    public WholeService Service => _service!;

    /// <summary>Lines at info and above about a call's beginning or end.</summary>
    public IReadOnlyList<string> Lines => [.. _log.Lines.Where(line => line.StartsWith("Info", StringComparison.Ordinal)
        && (IsBegin(line) || IsEnd(line) || line.Contains(" delivered late: ", StringComparison.Ordinal)))];

    public IReadOnlyList<string> AllLines => _log.Lines;

    /// <param name="change">Changes the configuration, in which recordings and their delays are switched off.</param>
    public static async Task<LoggedCalls> StartAsync(Action<JsonObject>? change = null)
    {
        var calls = new LoggedCalls();
        calls._service = await WholeService.StartAsync(calls._limit.Token, config =>
        {
            config.Remove("recordings");
            config["bitrix24"]!["recording"] = "none";
            config["numbers"] = new JsonObject { ["prefixes"] = new JsonArray("+1", "1", "91") };
            config["customizer"]!["php_mode"] = "process";
            config["customizer"]!["timeout"] = 60;
            config["outbox"]!["first_pause"] = 0.1;
            config["outbox"]!["longest_pause"] = 0.2;
            change?.Invoke(config);
        });
        await calls._service.Pbx.WaitForLoginAsync(calls._limit.Token);
        return calls;
    }

    /// <summary>Plays a capture, as fast as possible.</summary>
    public Task PlayAsync(string capture, int number = 0) =>
        Service.Pbx.PlayAsync([new(Capture.Load(Captures.PathOf($"{capture}.ami")), number)], false, _limit.Token);

    /// <summary>Plays a capture after a change of its text, such as another caller.</summary>
    public Task PlayAsync(string capture, Func<string, string> change)
    {
        var file = Service.Write($"{capture}.ami", change(File.ReadAllText(Captures.PathOf($"{capture}.ami"))));
        return Service.Pbx.PlayAsync([new(Capture.Load(file), 0)], false, _limit.Token);
    }

    /// <summary>Waits for a log line of calls with all of these.</summary>
    public async Task<string> UntilAsync(params string[] parts)
    {
        string? Found() =>
            Lines.FirstOrDefault(line => parts.All(part => line.Contains(part, StringComparison.Ordinal)));
        await Eventually.TrueAsync(
            () => Found() is not null, () => string.Join('\n', AllLines), string.Join(" and ", parts));
        return Found()!;
    }

    public static bool IsBegin(string line) => line.EndsWith(" begins", StringComparison.Ordinal)
        || line.EndsWith(", no phone rang", StringComparison.Ordinal);

    public static bool IsEnd(string line) => line.Contains(" ended: ", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        _log.Dispose();
        _limit.Dispose();
    }
}
