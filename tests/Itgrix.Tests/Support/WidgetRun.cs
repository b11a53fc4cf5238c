using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>The service's side of the widget, from the socket to the request to Asterisk.</summary>
internal sealed class WidgetRun : IAsyncDisposable
{
    public const string Login = "wïdget", Password = "correct:horse", SettingsPassword = "battery:staple";

    // The token of the request.
    private const string Right = "the right one";

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value), _stop = new();
    private readonly TemporaryFolder _folder = new();
    private readonly TestHooks _hooks = new();
    private readonly Task _working;
    private readonly KommoOptions _options;

    private WidgetRun(KommoCallOptions? calls, TimeProvider time, bool takesSettings, string? kept, string? secret)
    {
        var hash = PasswordHash.Create(Password, iterations: 10_000);
        _options = new()
        {
            Account = new("https://example.kommo.com"),
            ClientId = secret is null ? null : "a1b2",
            ClientSecret = secret is null ? null : new(secret),
            Calls = calls ?? new(),
            Widget = new()
            {
                Login = Login,
                Password = hash,
                File = _folder.File("widget/kommo.widget.json"),
                SettingsPassword = takesSettings ? PasswordHash.Create(SettingsPassword, iterations: 10_000) : null,
            },
        };
        if (kept is not null)
            _folder.Write("widget/kommo.widget.json", kept);
        Settings = KommoSettings.From(_options);
        var backlog = new BackgroundWorkQueue(TimeProvider.System, capacity: 10, parallel: 2);
        _working = backlog.RunAsync(_stop.Token);
        var click = new ClickToCall(new(), _hooks.Runner, (request, token) =>
        {
            Originates.Enqueue(request);
            return Originate(request, token);
        }, TimeProvider.System);
        Widget = new(_options.Widget, _options.Account, Settings, click, backlog, time)
        {
            AcceptCode = (code, token) => AcceptCode(code, token),
        };
        Client = new(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => Certificate.Is(shown) },
        });
    }

    public KommoWidget Widget { get; }

    public KommoSettings Settings { get; }

    /// <summary>Addresses of the service and of the account's site.</summary>
    public static TestCertificate Certificate { get; } = new("pbx.example.com", "example.kommo.com");

    public HttpClient Client { get; }

    public ConnectorHttp Http { get; private set; } = null!;

    public CancellationToken Limit => _limit.Token;

    public string File => _options.Widget!.File;

    /// <summary>The requests to Asterisk.</summary>
    public ConcurrentQueue<OriginateRequest> Originates { get; } = [];

    /// <summary>Asterisk.</summary>
    public Func<OriginateRequest, CancellationToken, Task<OriginateResult>> Originate { get; set; } =
        (_, _) => Task.FromResult(new OriginateResult(true, 4, "1", "PJSIP/101-1", "answered"));

    /// <summary>Exchanges a code for tokens.</summary>
    public Func<string, CancellationToken, Task> AcceptCode { get; set; } = (_, _) => Task.CompletedTask;

    public static async Task<WidgetRun> StartAsync(
        KommoCallOptions? calls = null, TimeProvider? time = null, bool isEncrypted = true,
        TestCertificate? certificate = null, TimeSpan? requests = null, bool takesSettings = true,
        string? kept = null, string? secret = null)
    {
        certificate ??= Certificate;
        var run = new WidgetRun(calls, time ?? TimeProvider.System, takesSettings, kept, secret);
        var options = isEncrypted
            ? new HttpOptions
            {
                Port = 0,
                Certificate = run._folder.Write("certificate.pem", certificate.Pem),
                Key = run._folder.Write("key.pem", certificate.Key),
            }
            : new HttpOptions { Port = 0 };
        options = options with { RequestTimeout = requests ?? TestTimeout.Value };
        run.Http = await ConnectorHttp.StartAsync(options,
            access => access.AddKommoWidget(run._options, time ?? TimeProvider.System),
            routes => routes.MapKommoWidget(run.Widget), run.Limit);
        return run;
    }

    /// <summary>The widget's request when it is saved; with changed parts.</summary>
    public static JsonObject Saved(string changes = "{}")
    {
        var saved = JsonNode.Parse("""
            {
              "account": {"id": 17, "subdomain": "example", "domain": "example.kommo.com"},
              "users": {"504141": "101", "504142": "102", "504143": ""},
              "functions": {
                "forward_to_responsible": true, "caller_name": true, "contact_on_incoming": true,
                "contact_on_outgoing": false, "task_on_new_contact": true, "task_on_missed": false
              }
            }
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            saved[name] = value?.DeepClone();
        return saved;
    }

    public static JsonObject Call(
        string number = "+1 202 555-01-23", string extension = "101", string user = "504141") =>
        new() { ["user"] = user, ["extension"] = extension, ["number"] = number };

    public async Task<(int Status, JsonObject Body)> PostAsync(string what, string body, string? password = Right)
    {
        using var answer = await SendAsync(Request(what, body, password));
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Limit))!.AsObject());
    }

    public Task<(int Status, JsonObject Body)> PostAsync(string what, JsonObject body, string? password = Right) =>
        PostAsync(what, body.ToJsonString(), password);

    public HttpRequestMessage Request(string what, string body, string? password = Right)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Http.Address, $"/kommo/widget/{what}"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (password is not null)
            request.Headers.Add(
                "Authorization", BasicCredentials.Of(Login, password == Right ? PasswordOf(what) : password));
        return request;
    }

    /// <summary>The password for the settings, or for calls.</summary>
    public static string PasswordOf(string what) => what == "settings" ? SettingsPassword : Password;

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
            return await Client.SendAsync(request, Limit);
    }

    /// <summary>The settings of a service that starts now.</summary>
    public KommoSettings Restarted() => KommoSettings.From(_options);

    /// <summary>Stops it, idempotently: accepted work is finished.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await Http.DisposeAsync();
        await _stop.CancelAsync();
        await _working.WaitAsync(Limit);
        Client.Dispose();
        _hooks.Dispose();
        _folder.Dispose();
        _limit.Dispose();
    }
}
