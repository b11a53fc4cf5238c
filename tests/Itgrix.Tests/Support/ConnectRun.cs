using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Http;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Shared;

namespace Itgrix.Tests.Support;

/// <summary>The running service between a simulated Asterisk and CRMs that are not connected to it yet.</summary>
internal sealed class ConnectRun : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly int _port = FreePort();

    private ConnectRun()
    {
    }

    public PbxSimulator Pbx { get; } = new();

    public Bitrix24Sandbox Portal { get; private set; } = null!;

    public KommoSandbox Account { get; private set; } = null!;

    public RunningService Service { get; private set; } = null!;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public CancellationToken Limit => _limit.Token;

    public string Config => _folder.File("config.json");

    public string Tokens => _folder.File("bitrix24.tokens.json");

    public Uri Install => new(Address, "/bitrix24/install");

    private Uri Address => new($"http://127.0.0.1:{_port}");

    /// <param name="change">Changes the configuration.</param>
    /// <param name="isKommo">Kommo is configured, else Bitrix24.</param>
    public static async Task<ConnectRun> StartAsync(Action<JsonObject>? change = null, bool isKommo = false)
    {
        var run = new ConnectRun();
        run.Portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsInstalled = false, ApplicationUrl = run.Install }, run.Limit);
        run.Account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit with
            { RedirectUri = $"{run.Address}kommo/oauth" }, run.Limit);
        var config = run.Configuration(isKommo);
        change?.Invoke(config);
        run.Service = new(run._folder.Write("config.json", config.ToJsonString()));
        await run.Service.StartAsync(run.Limit);
        return run;
    }

    /// <summary>Runs an answered call through Asterisk.</summary>
    public async Task CallAsync()
    {
        foreach (var record in ManyCalls.Records(Captures.PathOf("in_answered_agent_ends.ami")))
            await Pbx.SendAsync("call", ManyCalls.ToAmi(record with { Time = DateTime.UtcNow }), Limit);
    }

    /// <summary>What <c>/health</c> says.</summary>
    public async Task<string> HealthAsync()
    {
        using var answer = await Http.GetAsync(new Uri(Address, "/health"), Limit);
        return (await answer.Content.ReadAsStringAsync(Limit)).Trim();
    }

    public Task<string> HealthAsync(string word) => Eventually.GetAsync(HealthAsync, said => said == word);

    /// <summary>A request of a command on this machine.</summary>
    public async Task<JsonObject> AskAsync(string crm, string? answer = null)
    {
        var body = new JsonObject { ["crm"] = crm };
        if (answer is not null)
            body["answer"] = answer;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "/pbx/connect"))
            { Content = new StringContent(body.ToJsonString(), null, "application/json") };
        request.Headers.Authorization = new("Bearer", File.ReadAllText(LocalToken.FileIn(_folder.Path)).Trim());
        using var response = await Http.SendAsync(request, Limit);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Limit))!.AsObject();
    }

    /// <summary>A link for an administrator.</summary>
    public async Task<Uri> LinkAsync(string crm) => new($"{(await AskAsync(crm))["link"]}");

    /// <summary>A form that anybody may send to the page of the installation.</summary>
    public async Task<(HttpStatusCode Status, string Text)> PostAsync(params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.ToDictionary(field => field.Name, field => field.Value));
        using var answer = await Http.PostAsync(Install, content, Limit);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Limit)));
    }

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(Uri address)
    {
        using var answer = await Http.GetAsync(address, Limit);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Limit)));
    }

    public async ValueTask DisposeAsync()
    {
        Service.Dispose();
        await Portal.DisposeAsync();
        await Account.DisposeAsync();
        await Pbx.DisposeAsync();
        Http.Dispose();
        _limit.Dispose();
        _folder.Dispose();
    }

    private JsonObject Configuration(bool isKommo)
    {
        var config = new JsonObject
        {
            ["asterisk"] = new JsonObject
            {
                ["time_zone"] = "UTC",
                ["ami"] = new JsonObject
                    { ["port"] = Pbx.Port, ["user"] = Pbx.Settings.User, ["secret"] = Pbx.Settings.Secret },
            },
            ["http"] = new JsonObject { ["port"] = _port, ["public_url"] = Address.ToString() },
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
            ["customizer"] =
                new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
        };
        if (isKommo)
            config["kommo"] = new JsonObject
            {
                ["account"] = Account.Address.ToString(), ["client_id"] = Account.Settings.ClientId,
                ["client_secret"] = Account.Settings.ClientSecret, ["redirect_uri"] = Account.Settings.RedirectUri,
                ["default_user"] = 501,
            };
        else
            config["bitrix24"] = new JsonObject
            {
                ["oauth"] = new JsonObject
                {
                    ["portal"] = Portal.Address.ToString(), ["client_id"] = Portal.Settings.ClientId,
                    ["client_secret"] = Portal.Settings.ClientSecret, ["server"] = Portal.TokenAddress.ToString(),
                },
                ["default_user"] = 3, ["recording"] = "none",
            };
        return config;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
