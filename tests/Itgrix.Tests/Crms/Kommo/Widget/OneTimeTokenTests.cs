using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo.Widget;

/// <summary>The CRM's one-time token names the user of each request of the widget.</summary>
[TestClass]
public sealed class OneTimeTokenTests
{
    private const string Secret = "the integration's secret";

    private const string Kept = """
        {"account": {"domain": "example.kommo.com"}, "users": {"504141": "101", "504142": "102"}, "functions": {}}
        """;

    private readonly ManualTime _time = new();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_user_makes_the_own_phone_ring_and_an_administrator_saves_the_settings()
    {
        await using var run = await StartAsync();

        (await PostAsync(run, "call", WidgetRun.Call(), Token())).Should().Be(200);
        (await PostAsync(run, "settings", WidgetRun.Saved(), Token("""{"is_admin": true}"""))).Should().Be(200);

        run.Originates.Should().ContainSingle().Which.Channel.Should().Be("PJSIP/101");
        run.Settings.Saved!.Users.Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task No_user_makes_the_phone_of_another_ring_whatever_the_request_says()
    {
        using var log = new RecordedLog();
        await using var run = await StartAsync();

        (await PostAsync(run, "call", WidgetRun.Call(extension: "102", user: "504142"), Token())).Should().Be(403);
        (await PostAsync(run, "call", WidgetRun.Call(extension: "102", user: "504141"), Token())).Should().Be(403);

        run.Originates.Should().BeEmpty();
        log.Lines.Count(line => line.Contains("user 504141 at 127.0.0.1 is refused")).Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Only_an_administrator_of_the_account_saves_settings_and_no_password_helps()
    {
        await using var run = await StartAsync();

        (await PostAsync(run, "settings", WidgetRun.Saved(), Token(), withPassword: true)).Should().Be(403);
        (await PostAsync(run, "settings", WidgetRun.Saved(), null, withPassword: true)).Should().Be(401);
        (await PostAsync(run, "call", WidgetRun.Call(), null, withPassword: true)).Should().Be(401);

        run.Originates.Should().BeEmpty();
        run.Settings.Saved!.Functions.CallerName.Should().BeNull("nothing is saved");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("""{"exp": 1732182000}""")]
    [DataRow("""{"exp": null}""")]
    [DataRow("""{"exp": "soon"}""")]
    [DataRow("""{"nbf": 1732186800}""")]
    [DataRow("""{"iss": "https://other.kommo.com"}""")]
    [DataRow("""{"iss": "https://example.kommo.com.evil.example"}""")]
    [DataRow("""{"iss": null}""")]
    [DataRow("""{"client_uuid": "of another integration"}""")]
    [DataRow("""{"user_id": null}""")]
    [DataRow("""{"user_id": -1}""")]
    public async Task A_token_of_another_time_account_or_integration_is_refused(string changes)
    {
        await using var run = await StartAsync();

        (await PostAsync(run, "call", WidgetRun.Call(), Token(changes))).Should().Be(401);

        run.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("""{"alg": "none"}""", "")]
    [DataRow("""{"alg": "HS256"}""", "another secret")]
    [DataRow("""{"alg": "HS512"}""", Secret)]
    [DataRow("""[]""", Secret)]
    public async Task A_token_that_is_not_signed_with_the_secret_is_refused(string header, string secret)
    {
        await using var run = await StartAsync();

        (await PostAsync(run, "call", WidgetRun.Call(), Token(header: header, secret: secret))).Should().Be(401);
        (await PostAsync(run, "call", WidgetRun.Call(), "x.y.z")).Should().Be(401);

        run.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_page_of_the_account_may_send_the_token()
    {
        await using var run = await StartAsync();
        using var asked = new HttpRequestMessage(
            HttpMethod.Options, new Uri(run.Http.Address, "/kommo/widget/call"));
        asked.Headers.Add("Origin", "https://example.kommo.com");
        asked.Headers.Add("Access-Control-Request-Method", "POST");
        asked.Headers.Add("Access-Control-Request-Headers", "x-auth-token");

        using var answer = await run.SendAsync(asked);

        answer.Headers.GetValues("Access-Control-Allow-Headers").Single().Should().Contain("X-Auth-Token");
    }

    private Task<WidgetRun> StartAsync() => WidgetRun.StartAsync(time: _time, kept: Kept, secret: Secret);

    private static async Task<int> PostAsync(
        WidgetRun run, string what, JsonObject body, string? token, bool withPassword = false)
    {
        var request = withPassword ? run.Request(what, body.ToJsonString())
            : run.Request(what, body.ToJsonString(), password: null);
        if (token is not null)
            request.Headers.Add("X-Auth-Token", token);
        using var answer = await run.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private string Token(string changes = "{}", string header = CrmToken.Header, string secret = Secret) =>
        CrmToken.Make(_time.GetUtcNow(), secret, changes, header);
}
