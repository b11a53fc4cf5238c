using Itgrix.Tests.Shared;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>
/// Many calls through the service's own process, which a test kills; the test controls the clock of service and CRM.
/// </summary>
internal sealed class ManyCallsRun : IAsyncDisposable
{
    private const int SideBySide = 40;

    // Calls of one conversation that is answered each, or missed; two employees answer.
    private static readonly string[] Scenarios =
        ["in_answered_caller_ends", "queue_linear_second_answers", "in_no_answer", "out_answered"];

    private static readonly TimeSpan StepTakes = TimeSpan.FromMilliseconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(6));
    private OutboxOptions _outbox = new();

    public ManyCallsRun() => Clock = new(File("clock"));

    public SharedClock Clock { get; }

    /// <summary>Cancels a test that takes too long.</summary>
    public CancellationToken Limit => _limit.Token;

    public RunningService Service { get; private set; } = null!;

    /// <summary>How many of so many calls are missed.</summary>
    public static int Missed(int calls) => calls / Scenarios.Length;

    /// <summary>The events of so many calls, several at a time.</summary>
    public static List<CelRecord> Records(int calls) => [.. ManyCalls.Mixed(
        [.. Scenarios.Select(name => ManyCalls.Records(Captures.PathOf($"{name}.ami")))], calls, SideBySide, new(5))];

    /// <summary>A file of the service's own folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>A hook that is active.</summary>
    public void Write(string hookFile, string content) => _folder.Write($"customizations/{hookFile}", content);

    /// <summary>Starts the service.</summary>
    /// <param name="crms">The sections of the CRMs.</param>
    /// <param name="isOnClock">On the test's clock; else by the program that customers run, on the real clock, with
    /// all limits.</param>
    /// <param name="outbox">The database; by default a file in the service's own folder.</param>
    public async Task StartAsync(JsonObject crms, bool isOnClock = true, OutboxOptions? outbox = null)
    {
        _outbox = outbox ?? new() { File = File("outbox.db") };
        Directory.CreateDirectory(File("customizations"));
        crms["asterisk"] = new JsonObject
        {
            ["time_zone"] = "UTC", ["cel"] = new JsonObject { ["file"] = Cel, ["columns"] = Columns() },
        };
        crms["http"] = new JsonObject { ["port"] = 0 };
        var (setting, place) = _outbox.PostgreSql is { } database
            ? ("postgresql", database.Reveal()) : ("file", _outbox.File);
        crms["outbox"] = new JsonObject { [setting] = place, ["first_pause"] = 0.1, ["longest_pause"] = 2 };
        crms["customizer"] = new JsonObject
        {
            ["cache"] = File("cache"), ["folders"] = new JsonArray(File("customizations")), ["timeout"] = 60,
        };
        _folder.Write("config.json", crms.ToJsonString());
        Service = new(File("config.json"), isOnClock ? File("clock") : null,
            new Dictionary<string, string> { ["XDG_STATE_HOME"] = _folder.Path });
        await Service.StartAsync(Limit);
    }

    /// <summary>As Asterisk would.</summary>
    public void Tell(IEnumerable<CelRecord> records)
    {
        foreach (var some in records.Chunk(100))
            CelFile.Write(Cel, some);
    }

    /// <summary><c>kill -9</c>, and a new start.</summary>
    public async Task CrashAsync()
    {
        await Service.KillAsync(Limit);
        await Service.StartAsync(Limit);
    }

    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Task.Delay(StepTakes, Limit);
    }

    /// <summary>Waits; a timeout reports all that is known.</summary>
    /// <param name="isSo">The condition to wait for.</param>
    /// <param name="found">Describes the present state.</param>
    /// <param name="meanwhile">How far the clock moves between two looks.</param>
    public Task UntilAsync(Func<bool> isSo, Func<string> found, TimeSpan meanwhile = default) => Eventually.PollAsync(
        () => Task.FromResult(isSo()), isTrue => isTrue,
        async _ => $"{found()}\nThe outbox: {await LeftAsync()}\nThe end of the log: {EndOfLog()}",
        "the state of many calls", () => PassAsync(meanwhile), TestTimeout.Long);

    /// <summary>Stops the service, which must have nothing left to do.</summary>
    public async Task StopAsync()
    {
        (await Service.StopAsync(Limit)).Should().Be(0, EndOfLog());
        await using var store = await OutboxStore.OpenAsync(_outbox, Clock, Limit);
        (await store.ListAsync(StepState.DeadLettered, int.MaxValue, Limit)).Should().BeEmpty();
    }

    public ValueTask DisposeAsync()
    {
        Service?.Dispose();
        Clock.Dispose();
        _limit.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Cel => File("Master.csv");

    private async Task<string> LeftAsync()
    {
        var left = await Command.Start(
            Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"),
            ["outbox", "--all", "--config", File("config.json")], [], _folder.Path);
        return $"{left.Output[..Math.Min(left.Output.Length, 6000)]} {left.Errors}";
    }

    private string EndOfLog() => Service.Log is var log ? log[^Math.Min(log.Length, 4000)..] : "";

    private static JsonArray Columns() => [.. CelLines.Columns.Select(name => (JsonNode)name)];
}
