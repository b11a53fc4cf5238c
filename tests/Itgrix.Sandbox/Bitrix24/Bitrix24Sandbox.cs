using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>The REST interface of a simulated Bitrix24 portal, on a port of this machine.</summary>
public sealed class Bitrix24Sandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Portal _portal;
    private readonly RequestLog _log = new();
    private readonly EventSender _events;
    private readonly ApplicationInstaller _installer;

    private Bitrix24Sandbox(Bitrix24Settings settings)
    {
        Settings = settings;
        Faults = new(settings.Time);
        _portal = new(settings);
        _events = new(_portal, settings);
        _installer = new(_portal, settings);
        _app = Build(settings.Port);
        AddRest(new(_portal, _log, Faults, settings));
        new AdminEndpoint(this).AddTo(_app);
    }

    public Bitrix24Settings Settings { get; }

    /// <summary>Injected faults.</summary>
    public PortalFaults Faults { get; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>The incoming webhook of user 1.</summary>
    public string Webhook => $"{Address}rest/1/{Settings.WebhookSecret}/";

    /// <summary>Address of the token endpoint.</summary>
    public Uri TokenAddress => new(Address, "/oauth/token/");

    /// <summary>Received requests, in order.</summary>
    public IReadOnlyList<PortalRequest> Requests => _log.All;

    /// <summary>Number of requests over the rate limit.</summary>
    public int Beyond => _portal.Beyond;

    /// <summary>Maximum level of its bucket so far.</summary>
    public double Highest => _portal.Highest;

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<Bitrix24Sandbox> StartAsync(
        Bitrix24Settings? settings = null, CancellationToken token = default)
    {
        var sandbox = new Bitrix24Sandbox(settings ?? new());
        await sandbox._app.StartAsync(token);
        return sandbox;
    }

    /// <summary>Completes once this many requests have arrived.</summary>
    public Task WaitForRequestsAsync(int count, CancellationToken token) => _log.WaitAsync(count, token);

    /// <summary>Its tables: <c>user</c>, <c>contact</c>, <c>lead</c>, <c>company</c>, <c>activity</c>, <c>task</c>,
    /// <c>line</c>, <c>call</c>, <c>statistic</c>.</summary>
    public JsonArray Table(string name) => _portal.Table(name);

    /// <summary>Expires the access token.</summary>
    public void ExpireTokens() => _portal.ExpireTokens();

    /// <summary>Dismisses an employee.</summary>
    public void Dismiss(int user) => _portal.Dismiss(user);

    /// <summary>Adds working time to a method.</summary>
    public void Spend(string method, double seconds) => _portal.Spend(method, seconds);

    /// <summary>Sends ONEXTERNALCALLSTART or ONEXTERNALCALLBACKSTART to a handler.</summary>
    public Task<JsonObject> SendEventAsync(string name, Uri handler, JsonObject data, CancellationToken token) =>
        _events.SendAsync(name, handler, data, Address, token);

    /// <summary>Sends it to the handlers that the application bound: none before it is installed.</summary>
    public async Task<IReadOnlyList<JsonObject>> DeliverEventAsync(
        string name, JsonObject data, CancellationToken token)
    {
        var sent = new List<JsonObject>();
        foreach (var handler in _portal.HandlersOf(name))
            sent.Add(await SendEventAsync(name, handler, data, token));
        return sent;
    }

    /// <summary>A user opens the page of an application with an interface that is not installed yet.</summary>
    public Task<HttpResponseMessage> OpenApplicationAsync(Uri page, int user, CancellationToken token) =>
        _installer.OpenAsync(page, user, Address, token);

    /// <summary>An application without an interface is added, or installed again.</summary>
    public Task<HttpResponseMessage> AddApplicationAsync(Uri handler, int user, CancellationToken token) =>
        _installer.AddAsync(handler, user, Address, token);

    /// <summary>The application's page calls installFinish.</summary>
    public Task FinishInstallationAsync(int user, CancellationToken token) =>
        _installer.FinishAsync(user, Address, token);

    /// <summary>The application is removed.</summary>
    public Task RemoveApplicationAsync(CancellationToken token) => _installer.RemoveAsync(Address, token);

    /// <summary>Tokens of a user, as the page of the application gets them.</summary>
    public (string Access, string Refresh) NewTokens(int user) => _portal.NewTokens(user);

    /// <summary>Where the portal leads a user's browser that allowed a link of the application.</summary>
    public Uri Allow(Uri link, Uri handler, int user)
    {
        var asked = System.Web.HttpUtility.ParseQueryString(link.Query);
        if (asked["client_id"] != Settings.ClientId || link.AbsolutePath != "/oauth/authorize/")
            throw new ArgumentException($"{link} is no link of the application.", nameof(link));
        return new($"{handler}?code={_portal.NewCode(user)}&state={Uri.EscapeDataString(asked["state"] ?? "")}"
            + $"&domain={Uri.EscapeDataString(Address.Authority)}&member_id={Settings.MemberId}"
            + "&scope=crm%2Ctelephony&server_domain=oauth.bitrix.info");
    }

    /// <summary>Runs until it is stopped from elsewhere.</summary>
    public Task WaitAsync(CancellationToken token) => _app.WaitForShutdownAsync(token);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _events.Dispose();
        _installer.Dispose();
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Only bugs of the simulator itself.
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
        // The administrator is logged in, and allows it.
        _app.MapGet("/oauth/authorize/", (HttpContext context) => Settings.ApplicationUrl is { } url
            ? Results.Redirect(Allow(new(Address, context.Request.GetEncodedPathAndQuery()), url, 1).AbsoluteUri)
            : Results.BadRequest("The application has no address: start the portal with --application-url.\n"));
    }
}
