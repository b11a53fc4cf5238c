using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>A Bitrix24 portal that is only its REST interface, on a port of this machine.</summary>
public sealed class Bitrix24Sandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Portal _portal;
    private readonly RequestLog _log = new();
    private readonly EventSender _events;

    private Bitrix24Sandbox(Bitrix24Settings settings)
    {
        Settings = settings;
        Faults = new(settings.Time);
        _portal = new(settings);
        _events = new(_portal, settings);
        _app = Build(settings.Port);
        AddRest(new(_portal, _log, Faults, settings));
        new AdminEndpoint(this).AddTo(_app);
    }

    public Bitrix24Settings Settings { get; }

    /// <summary>What goes wrong from now on.</summary>
    public PortalFaults Faults { get; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>The incoming webhook of user 1.</summary>
    public string Webhook => $"{Address}rest/1/{Settings.WebhookSecret}/";

    /// <summary>Where tokens are renewed.</summary>
    public Uri TokenAddress => new(Address, "/oauth/token/");

    /// <summary>What it was sent, in order.</summary>
    public IReadOnlyList<PortalRequest> Requests => _log.All;

    /// <summary>How many requests came that there was no room for.</summary>
    public int Beyond => _portal.Beyond;

    /// <summary>The fullest that its bucket has been.</summary>
    public double Highest => _portal.Highest;

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<Bitrix24Sandbox> StartAsync(Bitrix24Settings? settings = null, CancellationToken token = default)
    {
        var sandbox = new Bitrix24Sandbox(settings ?? new());
        await sandbox._app.StartAsync(token);
        return sandbox;
    }

    /// <summary>Ends once so many requests have come.</summary>
    public Task WaitForRequestsAsync(int count, CancellationToken token) => _log.WaitAsync(count, token);

    /// <summary>What it holds: <c>user</c>, <c>contact</c>, <c>lead</c>, <c>company</c>, <c>activity</c>, <c>task</c>,
    /// <c>line</c>, <c>call</c>, <c>statistic</c>.</summary>
    public JsonArray Table(string name) => _portal.Table(name);

    /// <summary>The access token is too old from now on.</summary>
    public void ExpireTokens() => _portal.ExpireTokens();

    /// <summary>The method worked for so long.</summary>
    public void Spend(string method, double seconds) => _portal.Spend(method, seconds);

    /// <summary>Tells a handler of ONEXTERNALCALLSTART or ONEXTERNALCALLBACKSTART.</summary>
    public Task<JsonObject> SendEventAsync(string name, Uri handler, JsonObject data, CancellationToken token) =>
        _events.SendAsync(name, handler, data, Address, token);

    /// <summary>Until it is stopped from elsewhere.</summary>
    public Task WaitAsync(CancellationToken token) => _app.WaitForShutdownAsync(token);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _events.Dispose();
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Only what is a mistake of the simulator itself.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.Limits.MaxRequestBodySize = 200 << 20;
            options.AddServerHeader = false;
        });
        return builder.Build();
    }

    private void AddRest(RestEndpoint rest)
    {
        _app.MapPost("/rest/upload.json", rest.ServeUploadAsync);
        _app.Map("/rest/{**path}", (HttpContext context, string path) => rest.ServeAsync(context, path));
        _app.Map("/oauth/token/", rest.ServeTokensAsync);
    }
}
