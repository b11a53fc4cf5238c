using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Itgrix.Sandbox.Kommo;

/// <summary>The HTTP interface of a simulated Kommo account, on a port of this machine.</summary>
public sealed class KommoSandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Account _account;
    private readonly RequestLog _log;
    private readonly ApiEndpoint _api;

    private KommoSandbox(AccountSettings settings)
    {
        (Settings, Faults, _account, _log) = (settings, new(settings.Time), new(settings), new(settings.Time));
        _app = Build(settings.Port);
        _api = new(_account, _log, Faults);
        _app.Map("/api/{**path}", _api.ServeAsync);
        _app.Map("/oauth2/access_token", _api.ServeAsync);
        // The administrator is logged in, and allows it.
        _app.MapGet("/oauth", (HttpContext context) => Results.Redirect(Allow(
            new(Address, context.Request.GetEncodedPathAndQuery())).AbsoluteUri));
        new AdminEndpoint(this).AddTo(_app);
    }

    public AccountSettings Settings { get; }

    /// <summary>Injected faults.</summary>
    public KommoFaults Faults { get; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Received requests, in order.</summary>
    public IReadOnlyList<AccountRequest> Requests => _log.All;

    public KommoCounters Counters => _account.Locked(it => new KommoCounters(
        it.Limits.Highest, it.Limits.Beyond, it.Limits.WhileBlocked, it.Tokens.Issued, it.Tokens.Refused));

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<KommoSandbox> StartAsync(
        AccountSettings? settings = null, CancellationToken token = default)
    {
        var sandbox = new KommoSandbox(settings ?? new());
        await sandbox._app.StartAsync(token);
        return sandbox;
    }

    /// <summary>Number of hanging requests so far.</summary>
    public int Hung => _api.Hung;

    /// <summary>Completes once this many requests have arrived.</summary>
    public Task WaitForRequestsAsync(int count, CancellationToken token) => _log.WaitAsync(count, token);

    /// <summary>Its tables: <c>users</c>, <c>contacts</c>, <c>companies</c>, <c>leads</c>, <c>calls</c>,
    /// <c>tasks</c>, <c>notes</c>, <c>unsorted</c>, <c>cards</c>.</summary>
    public JsonArray Table(string name) => _account.Table(name);

    /// <summary>An authorization code, as from the integration's page.</summary>
    public string NewCode() => _account.Locked(it => it.Tokens.NewCode());

    /// <summary>Where the account leads a browser that allowed the integration by a link.</summary>
    public Uri Allow(Uri link)
    {
        var asked = System.Web.HttpUtility.ParseQueryString(link.Query);
        if (asked["client_id"] != Settings.ClientId || link.AbsolutePath != "/oauth")
            throw new ArgumentException($"{link} is no link of the integration.", nameof(link));
        return new($"{Settings.RedirectUri}?code={NewCode()}&state={Uri.EscapeDataString(asked["state"] ?? "")}"
            + $"&referer={Uri.EscapeDataString(Address.Authority)}&platform=2&client_id={Settings.ClientId}");
    }

    /// <summary>Where it leads one whose user installed the integration by its button: no link, so no state.</summary>
    public Uri Install() => new($"{Settings.RedirectUri}?code={NewCode()}&referer="
        + $"{Uri.EscapeDataString(Address.Authority)}&platform=2&client_id={Settings.ClientId}&from_widget=1");

    /// <summary>Expires the access tokens.</summary>
    public void ExpireTokens() => _account.Locked(it => { it.Tokens.Expire(); return true; });

    /// <summary>Revokes all tokens, as when the integration is disabled.</summary>
    public void RevokeTokens() => _account.Locked(it => { it.Tokens.Revoke(); return true; });

    /// <summary>Deletes a user, whose contacts and leads stay.</summary>
    public void Dismiss(long user) => _account.Locked(it => { it.Dismiss(user); return true; });

    /// <summary>Adds the field that <see cref="AccountSettings.LacksPhoneField"/> omits.</summary>
    public void AddPhoneField() => _account.Locked(it => { it.AddPhoneField(); return true; });

    public void Unblock() => _account.Locked(it => { it.Limits.Unblock(); return true; });

    /// <summary>Runs until it is stopped from elsewhere.</summary>
    public Task WaitAsync(CancellationToken token) => _app.WaitForShutdownAsync(token);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Only bugs of the simulator itself.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Error)
            .AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.AddServerHeader = false;
        });
        return builder.Build();
    }
}
