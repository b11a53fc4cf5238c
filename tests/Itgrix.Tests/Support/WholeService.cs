using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Tests.Support;

/// <summary>The service with everything configured, between a simulated Asterisk and two simulated CRMs.</summary>
internal sealed class WholeService : IAsyncDisposable
{
    public const string AmiSecret = "ami-secret-73105",
    DialplanToken = "dialplan-token-73105", Login = "admin", WidgetLogin = "widget",
        Password = "admin-password-73105", WidgetPassword = "widget-password-73105",
        WidgetSettingsPassword = "widget-settings-password-73105", MetricsToken = "metrics-token-73105",
        CallToken = "call-token-73105-0123456789", RecordingSecret = "recording-secret-73105-0123456789";

    private readonly TemporaryFolder _folder = new();
    private readonly PbxSimulator _pbx = new(new() { Secret = AmiSecret });
    private readonly string _adminHash = DigestHash.Create(Login, Password).Text;
    private readonly string _widgetHash = PasswordHash.Create(WidgetPassword, 10_000).Text;
    private readonly string _widgetSettingsHash = PasswordHash.Create(WidgetSettingsPassword, 10_000).Text;
    private Bitrix24Sandbox? _portal;
    private KommoSandbox? _account;
    private ServiceInProcess? _service;

    public ConnectorHttp Http => _service!.Http;

    /// <summary>The simulated Asterisk.</summary>
    public PbxSimulator Pbx => _pbx;

    public Bitrix24Sandbox Portal => _portal!;

    public KommoSandbox Account => _account!;

    /// <summary>A file in the service's own folder, which also has its hooks.</summary>
    public string Write(string name, string content) => _folder.Write(name, content);

    /// <summary>Secrets that no answer may contain.</summary>
    public IReadOnlyList<string> Secrets =>
    [
        AmiSecret, DialplanToken, Password, WidgetPassword, WidgetSettingsPassword,
        MetricsToken, CallToken, RecordingSecret, _portal!.Settings.WebhookSecret,
        _portal.Settings.ApplicationToken, _account!.Settings.LongLivedToken,
        .. _adminHash.Split('$')[3..], .. _widgetHash.Split('$')[2..], .. _widgetSettingsHash.Split('$')[2..],
    ];

    public static async Task<WholeService> StartAsync(CancellationToken limit, Action<JsonObject>? change = null)
    {
        var service = new WholeService
        {
            _portal = await Bitrix24Sandbox.StartAsync(
                Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, limit),
            _account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit, limit),
        };
        var config = service.Config();
        change?.Invoke(config);
        service._service = await ServiceInProcess.StartAsync(
            service._folder.Write("config.json", config.ToJsonString()));
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        await _portal!.DisposeAsync();
        await _account!.DisposeAsync();
        await _pbx.DisposeAsync();
        _folder.Dispose();
    }

    private JsonObject Config() => new()
    {
        ["asterisk"] = new JsonObject
        {
            ["time_zone"] = "UTC",
            ["ami"] = new JsonObject { ["port"] = _pbx.Port, ["user"] = _pbx.Settings.User, ["secret"] = AmiSecret },
        },
        ["bitrix24"] = new JsonObject
        {
            ["webhook"] = _portal!.Webhook,
            ["default_user"] = 3, ["application_token"] = _portal.Settings.ApplicationToken,
        },
        ["kommo"] = new JsonObject
        {
            ["account"] = _account!.Address.ToString(),
            ["default_user"] = 501, ["long_lived_token"] = _account.Settings.LongLivedToken,
            ["widget"] = new JsonObject
            {
                ["login"] = WidgetLogin,
                ["password_hash"] = _widgetHash, ["settings_password_hash"] = _widgetSettingsHash,
            },
        },
        ["click_to_call"] = new JsonObject { ["token"] = CallToken },
        ["recordings"] = new JsonObject
        {
            ["folders"] = new JsonArray(_folder.Path), ["public_url"] = "https://pbx.example.com/recordings",
            ["secret"] = RecordingSecret,
        },
        ["autodistribution"] = new JsonObject { ["token"] = DialplanToken },
        ["admin"] = new JsonObject { ["login"] = Login, ["password_hash"] = _adminHash },
        ["metrics"] = new JsonObject { ["token"] = MetricsToken },
        ["http"] = new JsonObject { ["port"] = 0 },
        ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
        ["customizer"] =
            new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
    };
}
