using Itgrix.Tests.Shared;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Tests.Support;

/// <summary>
/// The running service with a known text for every secret in its configuration, each given in another way.
/// </summary>
internal sealed class SecretService : IAsyncDisposable
{
    /// <summary>Common part of all secrets.</summary>
    public const string Mark = "S3cr3tW0rd";

    private const string AmiVariable = "ITGRIX_TEST_AMI",
    Password = $"{Mark}-password", SettingsPassword = $"{Mark}-settings",
        DialplanToken = $"{Mark}-dialplan",
        MetricsToken = $"{Mark}-metrics", ClickToken = $"{Mark}-click";

    private const string Hook =
        "<?php usleep(1000); return array('state' => 'success', 'data' => array('result' => true));";

    // Either hash is enough to log in without the password.
    private static readonly string AdminHash = DigestHash.Create("admin", Password).Text,
        WidgetHash = PasswordHash.Create(Password, iterations: 10_000).Text,
        WidgetSettingsHash = PasswordHash.Create(SettingsPassword, iterations: 10_000).Text;

    private readonly HttpClient _http = new();
    private readonly int _port = FreePort();

    private SecretService(Bitrix24Sandbox portal) => (Portal, Service) = (portal, new(Folder.File("config.json")));

    public TemporaryFolder Folder { get; } = new();

    /// <summary>The service's data folder.</summary>
    public string State => Folder.File("state");

    public string Config => Folder.File("config.json");

    public RunningService Service { get; }

    public Bitrix24Sandbox Portal { get; }

    public PbxSimulator Pbx { get; } = new(new() { Secret = $"{Mark}-ami" });

    /// <param name="limit">Cancels.</param>
    /// <param name="more">Additional settings.</param>
    public static async Task<SecretService> StartAsync(CancellationToken limit, UnixFileMode more = UnixFileMode.None)
    {
        var settings = Bitrix24Settings.WithoutLimit with
        {
            IsStrictAboutWebhooks = false, WebhookSecret = $"{Mark}-webhook", ApplicationToken = $"{Mark}-application",
        };
        var service = new SecretService(await Bitrix24Sandbox.StartAsync(settings, limit));
        service.Write(more);
        Environment.SetEnvironmentVariable(AmiVariable, $"{Mark}-ami");
        await service.Service.StartAsync(limit);
        return service;
    }

    /// <summary>Checks that no secret is in a text, nor the hash of a password.</summary>
    public static void IsClean(string text, string where)
    {
        string[] passwords = [WidgetHash.Split('$')[^1], WidgetSettingsHash.Split('$')[^1]];
        foreach (var secret in AdminHash.Split('$')[^2..].Concat(passwords).Append(Mark))
            text.Should().NotContain(secret, where);
    }

    /// <summary>Sends right and wrong requests to every route.</summary>
    public async Task AskAsync(CancellationToken limit)
    {
        foreach (var right in new[] { true, false })
        {
            var wrong = right ? "" : "-wrong";
            await SendAsync(
                HttpMethod.Get, $"/pbx/autodistribution?token={DialplanToken}{wrong}&from=12025550123", null, limit);
            await Portal.SendEventAsync("ONEXTERNALCALLSTART", At("/bitrix24/events"), [], limit);
            using var form = new FormUrlEncodedContent(
                EventRun.Click(("auth[application_token]", Portal.Settings.ApplicationToken + wrong)));
            await SendAsync(HttpMethod.Post, "/bitrix24/events", form, limit);
            using var click = new StringContent(WidgetRun.Call().ToJsonString(), null, "application/json");
            Show(BasicCredentials.Of("widget", Password + wrong));
            await SendAsync(HttpMethod.Post, "/kommo/widget/call", click, limit);
            using var settings = new StringContent(
                WidgetRun.Saved($$"""{"password": "{{Password}}{{wrong}}"}""")
                    .ToJsonString(), null, "application/json");
            Show(BasicCredentials.Of("widget", SettingsPassword + wrong));
            await SendAsync(HttpMethod.Post, "/kommo/widget/settings", settings, limit);
            Show(BasicCredentials.Of("admin", Password + wrong));
            await SendAsync(HttpMethod.Get, $"/recordings/a.wav?expires=4102444800&signature={Mark}", null, limit);
            foreach (var path in (string[])["/status", "/metrics", "/pbx/read_call?id=1.1"])
                (await SendAsync(HttpMethod.Get, path, null, limit)).Should().Be(right, path);
            (await SendAsync(HttpMethod.Post, "/pbx/reload", null, limit)).Should().Be(right);
            Show($"Bearer {MetricsToken}{wrong}");
            (await SendAsync(HttpMethod.Get, "/metrics", null, limit)).Should().Be(right);
            using var call = new StringContent(
                """{"extension": "101", "number": "12025550123"}""", null, "application/json");
            Show($"Bearer {ClickToken}{wrong}");
            (await SendAsync(HttpMethod.Post, "/pbx/call", call, limit)).Should().Be(right);
        }
    }

    /// <summary>A call of Asterisk, from its beginning to its end.</summary>
    public async Task CallAsync(string id, CancellationToken limit)
    {
        foreach (var record in ManyCalls.Records(Captures.PathOf("internal_answered.ami"))
            .Concat(ManyCalls.Records(Captures.PathOf("in_named.ami"))))
        {
            var own = record
                with { LinkedId = id + record.LinkedId, UniqueId = id + record.UniqueId, Time = DateTime.UtcNow };
            await Pbx.SendAsync("call", ManyCalls.ToAmi(own), limit);
        }
    }

    /// <summary>Command line and environment of all descendants of the service.</summary>
    public IReadOnlyList<string> Children()
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => char.IsAsciiDigit(name![0]))
            .Select(name => (Id: int.Parse(name!), Parent: ParentOf(name!))).ToList();
        var family = new HashSet<int> { Service.Id };
        while (parents.Count(one => family.Contains(one.Parent) && family.Add(one.Id)) > 0)
        {
            // Again, for their children.
        }
        return [.. family.Where(id => id != Service.Id)
            .Select(id => Text(id, "cmdline") + "\n" + Text(id, "environ")).Where(text => text.Length > 1)];
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(AmiVariable, null);
        Service.Dispose();
        await Portal.DisposeAsync();
        await Pbx.DisposeAsync();
        _http.Dispose();
        Folder.Dispose();
    }

    private void Write(UnixFileMode more)
    {
        var hook = Folder.Write("customizations/bitrix24/need_registration.php", Hook);
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        Folder.Write("customizations/bitrix24/process_client_phone.csx",
            "return Itgrix.Hooks.Bitrix24.ProcessClientPhone.Success(\"12025550123\");");
        Folder.Write("application.secret", Portal.Settings.ApplicationToken + "\n");
        Folder.Write("config.json", new JsonObject
        {
            ["asterisk"] = new JsonObject
            {
                ["time_zone"] = "UTC",
                ["ami"] = new JsonObject
                {
                    ["port"] = Pbx.Port, ["user"] = "itgrix", ["secret"] = new JsonObject { ["env"] = AmiVariable },
                },
            },
            ["bitrix24"] = new JsonObject
            {
                ["webhook"] = Portal.Webhook, ["default_user"] = 3, ["recording"] = "none",
                ["application_token"] = new JsonObject { ["file"] = "application.secret" },
                ["distribution"] = new JsonObject { ["forward_to_responsible"] = true },
            },
            // There is no server.
            ["kommo"] = new JsonObject
            {
                ["account"] = $"http://127.0.0.1:{FreePort()}", ["client_id"] = "id",
                ["client_secret"] = $"{Mark}-client",
                ["redirect_uri"] = "https://pbx.example.com/",
                ["authorization_code"] = $"{Mark}-code", ["default_user"] = 1,
                ["tokens"] = "state/kommo.tokens.json",
                ["widget"] = new JsonObject
                {
                    ["login"] = "widget", ["file"] = "state/kommo.widget.json",
                    ["password_hash"] = WidgetHash, ["settings_password_hash"] = WidgetSettingsHash,
                },
            },
            ["autodistribution"] = new JsonObject { ["token"] = DialplanToken },
            ["admin"] = new JsonObject { ["login"] = "admin", ["password_hash"] = AdminHash },
            ["metrics"] = new JsonObject { ["token"] = MetricsToken },
            ["click_to_call"] = new JsonObject { ["token"] = ClickToken },
            ["recordings"] = new JsonObject
            {
                ["folders"] = new JsonArray("state"), ["public_url"] = "https://pbx.example.com/recordings",
                ["secret"] = $"{Mark}-recordings",
            },
            ["http"] = new JsonObject { ["port"] = _port },
            ["outbox"] =
                new JsonObject { ["file"] = "state/outbox.db", ["first_pause"] = 0.1, ["longest_pause"] = 0.2 },
            ["customizer"] = new JsonObject
            {
                ["cache"] = "state/cache", ["folders"] = new JsonArray("customizations"), ["timeout"] = 60,
            },
        }.ToJsonString());
    }

    private void Show(string credentials) =>
        _http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(credentials);

    private Uri At(string path) => new($"http://127.0.0.1:{_port}{path}");

    // Whether access is granted.
    private async Task<bool> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken limit)
    {
        using var request = new HttpRequestMessage(method, At(path)) { Content = content };
        using var answer = await _http.SendAsync(request, limit);
        IsClean($"{answer.Headers}{await answer.Content.ReadAsStringAsync(limit)}", path);
        return answer.StatusCode
            is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests);
    }

    private static int ParentOf(string id) =>
        Text(int.Parse(id), "stat").Split(')')[^1]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..] ? int.Parse(parent) : 0;

    private static string Text(int id, string what)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{what}")).Replace('\0', '\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
