using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Itgrix.Sandbox.Kommo;

/// <summary>A Kommo account that is only its HTTP interface, on a port of this machine.</summary>
public sealed class KommoSandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Account _account;
    private readonly RequestLog _log;

    private KommoSandbox(AccountSettings settings)
    {
        (Settings, Faults, _account, _log) = (settings, new(settings.Time), new(settings), new(settings.Time));
        _app = Build(settings.Port);
        var api = new ApiEndpoint(_account, _log, Faults);
        _app.Map("/api/{**path}", api.ServeAsync);
        _app.Map("/oauth2/access_token", api.ServeAsync);
        new AdminEndpoint(this).AddTo(_app);
    }

    public AccountSettings Settings { get; }

    /// <summary>What goes wrong from now on.</summary>
    public KommoFaults Faults { get; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>What it was sent, in order.</summary>
    public IReadOnlyList<AccountRequest> Requests => _log.All;

    public KommoCounters Counters => _account.Locked(it => new KommoCounters(
        it.Limits.Highest, it.Limits.Beyond, it.Limits.WhileBlocked, it.Tokens.Issued, it.Tokens.Refused));

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<KommoSandbox> StartAsync(AccountSettings? settings = null, CancellationToken token = default)
    {
        var sandbox = new KommoSandbox(settings ?? new());
        await sandbox._app.StartAsync(token);
        return sandbox;
    }

    /// <summary>Ends once so many requests have come.</summary>
    public Task WaitForRequestsAsync(int count, CancellationToken token) => _log.WaitAsync(count, token);

    /// <summary>What it holds: <c>users</c>, <c>contacts</c>, <c>companies</c>, <c>leads</c>, <c>calls</c>,
    /// <c>tasks</c>, <c>notes</c>, <c>unsorted</c>, <c>cards</c>.</summary>
    public JsonArray Table(string name) => _account.Table(name);

    /// <summary>An authorization code, as from the integration's page.</summary>
    public string NewCode() => _account.Locked(it => it.Tokens.NewCode());

    /// <summary>The access tokens end now.</summary>
    public void ExpireTokens() => _account.Locked(it => { it.Tokens.Expire(); return true; });

    /// <summary>No token works any more, as when the integration is switched off.</summary>
    public void RevokeTokens() => _account.Locked(it => { it.Tokens.Revoke(); return true; });

    /// <summary>The field that <see cref="AccountSettings.LacksPhoneField"/> leaves out is there from now on.</summary>
    public void AddPhoneField() => _account.Locked(it => { it.AddPhoneField(); return true; });

    public void Unblock() => _account.Locked(it => { it.Limits.Unblock(); return true; });

    /// <summary>Until it is stopped from elsewhere.</summary>
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
        // Only what is a mistake of the simulator itself.
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
