using System.Diagnostics;
using System.Text.Json.Nodes;
using Itgrix.Sandbox.Bitrix24;

namespace Itgrix.Tests.Support;

/// <summary>The service with a simulated portal, for an Asterisk with a dialplan that routes calls by Itgrix.</summary>
internal sealed class RoutingService : IAsyncDisposable
{
    public const string Token = "a-token-for-the-dialplan", Client = "12025550123";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly RunningService _service;

    private RoutingService(Bitrix24Sandbox portal, JsonObject ami, string? token, double timeout)
    {
        Portal = portal;
        _service = new(Config(ami, token, timeout));
    }

    public Bitrix24Sandbox Portal { get; }

    public string Log => _service.Log;

    public Uri Address => new(_service.Address, "/pbx/autodistribution");

    /// <param name="ami">The service's settings for Asterisk.</param>
    /// <param name="token">The dialplan's token; <c>null</c>: it is not configured.</param>
    /// <param name="limit">Cancels.</param>
    /// <param name="timeout">Timeout of a routing answer in seconds, whatever the portal does.</param>
    public static async Task<RoutingService> StartAsync(
        JsonObject ami, string? token, CancellationToken limit, double timeout = 30)
    {
        var settings = Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false };
        var service = new RoutingService(await Bitrix24Sandbox.StartAsync(settings, limit), ami, token, timeout);
        await service._service.StartAsync(limit);
        return service;
    }

    public Task StopAsync(CancellationToken limit) => _service.StopAsync(limit);

    /// <summary>Changes the one contact of the portal.</summary>
    public async Task RenameClientAsync(string name, CancellationToken limit)
    {
        var contact =
            new JsonObject { ["id"] = 11, ["fields"] = new JsonObject { ["NAME"] = name, ["LAST_NAME"] = "" } };
        using var content = new StringContent(contact.ToJsonString(), null, "application/json");
        using var answer = await _http.PostAsync(new Uri(Portal.Webhook + "crm.contact.update"), content, limit);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Sends a request as the dialplan does.</summary>
    public async Task<(int Status, string Text, TimeSpan Elapsed)> AskAsync(CancellationToken limit)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await _http.GetAsync(new Uri($"{Address}?token={Token}&from={Client}"), limit);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(limit), Stopwatch.GetElapsedTime(began));
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        await Portal.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private string Config(JsonObject ami, string? token, double timeout)
    {
        var config = new JsonObject
        {
            ["asterisk"] = new JsonObject { ["time_zone"] = "UTC", ["ami"] = ami },
            ["numbers"] = new JsonObject { ["prefixes"] = new JsonArray("+1", "1") },
            ["bitrix24"] = new JsonObject
            {
                ["webhook"] = Portal.Webhook, ["default_user"] = 3, ["recording"] = "none",
                ["distribution"] = new JsonObject { ["forward_to_responsible"] = true, ["caller_name"] = true },
            },
            ["http"] = new JsonObject { ["port"] = 0 },
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
            ["customizer"] =
                new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
        };
        if (token is not null)
            config["autodistribution"] = new JsonObject { ["token"] = token, ["timeout"] = timeout };
        return _folder.Write("config.json", config.ToJsonString());
    }
}
