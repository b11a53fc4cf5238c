using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Shared;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>
/// The service's own process between a file of channel events and a simulated portal, with a failing storage.
/// </summary>
internal sealed class StorageRun : IAsyncDisposable
{
    private const string Login = "admin", Password = "admin-password-73105";

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(8));
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly Bitrix24Sandbox _portal;
    private readonly RunningService _service;

    private StorageRun(Bitrix24Sandbox portal, Func<TemporaryFolder, JsonObject> outbox)
    {
        _portal = portal;
        Directory.CreateDirectory(File("customizations"));
        _folder.Write("config.json", Config(outbox(_folder)).ToJsonString());
        // The tokens beside an outbox in PostgreSQL.
        _service = new(
            File("config.json"), environment: new Dictionary<string, string> { ["XDG_STATE_HOME"] = _folder.Path });
    }

    /// <summary>Timeout of the test.</summary>
    public CancellationToken Limit => _limit.Token;

    public string Log => _service.Log;

    /// <summary>Starts it, and waits for a first call.</summary>
    /// <param name="outbox">The outbox section of the configuration, for a folder of the test.</param>
    public static async Task<StorageRun> StartAsync(Func<TemporaryFolder, JsonObject> outbox)
    {
        var portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false });
        var run = new StorageRun(portal, outbox);
        await run._service.StartAsync(run.Limit);
        run.Tell(0);
        await run.ToldAsync(1);
        return run;
    }

    public string File(string name) => _folder.File(name);

    /// <summary>A whole call, all four stages, as Asterisk writes it.</summary>
    public void Tell(int number) => CelFile.Write(File("Master.csv"),
        ManyCalls.Renamed(ManyCalls.Records(Captures.PathOf("in_answered_caller_ends.ami")), number));

    /// <summary>Waits until the portal has this many calls, each registered and finished once.</summary>
    public async Task ToldAsync(int calls)
    {
        await UntilAsync(() => Task.FromResult(Finished.Count >= calls));
        Finished.Should().OnlyHaveUniqueItems().And.HaveCount(calls);
        _portal.Table("call").Should().HaveCount(calls).And.OnlyContain(call => (bool)call!["FINISHED"]!);
    }

    /// <summary>Number of calls in the portal, in any state.</summary>
    public int Registered => _portal.Table("call").Count;

    /// <summary>Waits for this answer of <c>/health</c>.</summary>
    public Task HealthAsync(string word) =>
        UntilAsync(async () => await TextAsync("/health") == word + "\n");

    public async Task<JsonNode> StatusAsync() => JsonNode.Parse(await TextAsync("/status"))!;

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _service.KillAsync(Limit);

    /// <summary>Starts it; completes once it follows calls.</summary>
    public Task StartAgainAsync() => _service.StartAsync(Limit);

    /// <summary>Waits until the log has this text this often.</summary>
    public Task SaidAsync(string words, int times) =>
        UntilAsync(() => Task.FromResult(Log.Split(words).Length > times));

    /// <summary>Stops it as systemd does.</summary>
    public async Task StopAsync() => (await _service.StopAsync(Limit)).Should().Be(0, Log);

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        _http.Dispose();
        await _portal.DisposeAsync();
        _limit.Dispose();
        _folder.Dispose();
    }

    private List<string> Finished => [.. _portal.Table("statistic").Select(row => $"{row!["EXTERNAL_CALL_ID"]}")];

    private Task UntilAsync(Func<Task<bool>> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "") =>
        Eventually.PollAsync(isSo, isTrue => isTrue, _ => Task.FromResult(
            $"{Finished.Count} calls are finished, {Registered} registered. The log:\n{Log}"),
            what, timeout: TestTimeout.Long);

    private async Task<string> TextAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_service.Address, path));
        request.Headers.TryAddWithoutValidation("Authorization", BasicCredentials.Of(Login, Password));
        using var answer = await _http.SendAsync(request, Limit);
        return await answer.Content.ReadAsStringAsync(Limit);
    }

    private JsonObject Config(JsonObject outbox)
    {
        (outbox["first_pause"], outbox["longest_pause"]) = (0.1, 2);
        return new()
        {
            ["asterisk"] = new JsonObject
            {
                ["time_zone"] = "UTC",
                ["cel"] = new JsonObject
                {
                    ["file"] = File("Master.csv"),
                    ["columns"] = new JsonArray([.. CelLines.Columns.Select(name => (JsonNode)name)]),
                },
            },
            ["bitrix24"] = new JsonObject
            {
                ["webhook"] = _portal.Webhook, ["default_user"] = 3, ["recording"] = "none",
                // What is waited for is the storage, and not the rate of a portal that has no limit.
                ["requests_per_second"] = 1000, ["burst"] = 10_000,
            },
            ["admin"] =
                new JsonObject { ["login"] = Login, ["password_hash"] = DigestHash.Create(Login, Password).Text },
            ["http"] = new JsonObject { ["port"] = 0 },
            ["outbox"] = outbox,
            // The capacity is smaller than the number of stages in a test.
            ["calls"] = new JsonObject { ["parallel"] = 2, ["queue"] = 100 },
            ["customizer"] = new JsonObject
            {
                ["cache"] = File("cache"), ["folders"] = new JsonArray(File("customizations")),
            },
        };
    }
}
