using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Features.Clicks;
using Itgrix.Runtime.Http;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Features.Clicks;

/// <summary>Call requests of programs and other clients.</summary>
[TestClass]
public sealed class CallRouteTests : IDisposable
{
    private const string Token = "a-token-for-a-program";

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value), _stop = new();
    private readonly HttpClient _client = new();
    private ClickRun? _run;
    private ConnectorHttp? _http;
    private Task _working = Task.CompletedTask;

    [TestCleanup]
    public async Task Stop()
    {
        if (_http is not null)
            await _http.DisposeAsync();
        await _stop.CancelAsync();
        await _working;
        if (_run is not null)
            await _run.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _limit.Dispose();
        _stop.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_answer_comes_when_the_phone_was_taken()
    {
        await StartAsync();

        var (status, answer) = await AskAsync(
            """{"extension": "101", "number": "+1 (202) 555-0123", "caller_id": "Deal 7"}""");

        var sent = _run!.Originate;
        (status, answer.ToJsonString())
            .Should().Be((HttpStatusCode.OK, $$"""{"state":"taken","id":"{{sent["ChannelId"]}}"}"""));
        new[] { "Channel", "Context", "Exten", "CallerID" }.Select(name => sent[name])
            .Should().Equal("PJSIP/101", "from-internal", "+12025550123", "Deal 7");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_answer_says_why_a_call_was_not_made()
    {
        await StartAsync(new() { OriginateRefusal = "Extension does not exist." });

        var (status, answer) = await AskAsync();

        (status, $"{answer["error"]}").Should().Be((HttpStatusCode.BadGateway, "refused"));
        $"{answer["message"]}".Should().Contain("Extension does not exist.");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_a_connection_nothing_rings()
    {
        await StartAsync(connect: false);

        var (status, answer) = await AskAsync();

        (status, $"{answer["error"]}").Should().Be((HttpStatusCode.ServiceUnavailable, "not_connected"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_hook_is_given_the_request_of_its_CRM()
    {
        await StartAsync(crms: [Crm.Bitrix24, Crm.Kommo]);
        _run!.Hook("'context' => $params['request_data']['number']");

        var (status, _) = await AskAsync("""{"crm": "bitrix24", "extension": "101", "number": "2025550123"}""");

        status.Should().Be(HttpStatusCode.OK);
        _run.Originate["Context"].Should().Be("2025550123");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("extension"), DataRow("number"), DataRow("caller_id"), DataRow("context"), DataRow("crm")]
    public async Task No_field_can_be_more_than_its_value(string name)
    {
        await StartAsync(options: new() { Contexts = ["kommo"] });
        string[] tricks =
        [
            "101\r\nAction: Command\r\nCommand: core stop now",
            "101\nVariable: X=1", "101\r\n\r\nAction: Logoff", "101\0", "101\u2028x",
            "${SHELL(id)}", "101|102", "101;2", "101\\", "`id`", "101\u0085",
        ];
        foreach (var trick in tricks)
        {
            var request = new JsonObject { ["extension"] = "101", ["number"] = "2025550123" };
            request[name] = trick;

            var (status, answer) = await AskAsync(request.ToJsonString());

            status.Should().Be(HttpStatusCode.UnprocessableEntity, JsonSerializer.Serialize(trick));
            $"{answer["message"]}".Should().NotContainAny("\r", "\n", "\0");
        }
        _run!.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("number", "*72", "click_to_call.allowed")]
    [DataRow("number", "00881623456789", "click_to_call.refused")]
    [DataRow("number", "sip:101@192.0.2.15", "'s' is in it")]
    [DataRow("extension", "*72", "click_to_call.allowed")]
    [DataRow("extension", "+870773111222", "click_to_call.refused")]
    [DataRow("context", "admin\u001b[31m", "click_to_call.contexts")]
    public async Task A_refused_call_is_in_the_log_with_the_address_of_the_program(
        string field, string value, string words)
    {
        using var log = new RecordedLog();
        await StartAsync();
        var request = new JsonObject { ["extension"] = "101", ["number"] = "2025550123" };
        request[field] = value;

        var (status, answer) = await AskAsync(request.ToJsonString());

        (status, $"{answer["error"]}").Should().Be((HttpStatusCode.UnprocessableEntity, "not_allowed"));
        $"{answer["message"]}".Should().Contain(words);
        _run!.Originates.Should().BeEmpty();
        log.Lines.Should()
            .Contain(line => line.StartsWith("Warn") && line.Contains("a program at 127.0.0.1") && line.Contains(words))
            .And.NotContain(line => line.Contains('\u001b'));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_numbers_that_are_configured_are_those_that_a_program_may_ask_for()
    {
        await StartAsync(options: new() { Allowed = [new("XXX"), new("*98")] });

        (await AskAsync("""{"extension": "101", "number": "*98"}""")).Status.Should().Be(HttpStatusCode.OK);
        (await AskAsync("""{"extension": "101", "number": "2025550123"}"""))
            .Status.Should().Be(HttpStatusCode.UnprocessableEntity);

        _run!.Originate["Exten"].Should().Be("*98");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_context_must_be_configured()
    {
        await StartAsync(options: new() { Contexts = ["kommo"] });

        var (status, _) = await AskAsync("""{"extension": "101", "number": "1", "context": "kommo"}""");
        var (refused, answer) = await AskAsync("""{"extension": "101", "number": "1", "context": "admin"}""");

        (status, refused).Should().Be((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity));
        $"{answer["message"]}".Should().Contain("click_to_call.contexts");
        _run!.Originate["Context"].Should().Be("kommo");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("{}", 422)]
    [DataRow("""{"extension": "101"}""", 422)]
    [DataRow("""{"extension": 101, "number": "1"}""", 422)]
    [DataRow("""{"extension": "101", "number": ["1"]}""", 422)]
    [DataRow("""{"extension": "101", "extension": "102", "number": "1"}""", 422)]
    [DataRow("""{"extension": "101", "number": "1", "channel": "PJSIP/7"}""", 422)]
    [DataRow("""{"extension": "101", "number": "1", "crm": "kommo"}""", 422)]
    [DataRow("""{"extension": "101", "number": ""}""", 422)]
    [DataRow("[]", 400)]
    [DataRow("{", 400)]
    public async Task Wrong_input_is_refused_and_nothing_rings(string body, int expected)
    {
        await StartAsync();

        (await AskAsync(body)).Status.Should().Be((HttpStatusCode)expected);

        _run!.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(null)]
    [DataRow("Bearer a-token-for-a-programm")]
    [DataRow("Bearer")]
    [DataRow("Basic YS10b2tlbi1mb3ItYS1wcm9ncmFt")]
    public async Task Without_the_token_nothing_rings_and_it_cannot_be_guessed(string? header)
    {
        await StartAsync();
        _client.DefaultRequestHeaders.Authorization = header is null ? null : AuthenticationHeaderValue.Parse(header);

        var statuses = new List<HttpStatusCode>();
        for (var tries = 0; tries < 40; tries++)
            statuses.Add((await AskAsync()).Status);

        statuses.Distinct().Should().Equal(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        _run!.Originates.Should().BeEmpty();
    }

    private async Task StartAsync(
        PbxSettings? settings = null, ClickToCallOptions? options = null, Crm[]? crms = null, bool connect = true)
    {
        _run = new(settings, options);
        if (connect)
            await _run.ConnectAsync();
        var backlog = new BackgroundWorkQueue(TimeProvider.System);
        _working = backlog.RunAsync(_stop.Token);
        var route = new CallRoute(options ?? new(), crms ?? [Crm.Bitrix24], new(_run.Calls, backlog, null!, null!));
        _http = await ConnectorHttp.StartAsync(new() { Port = 0 },
            access => CallRoute.AddAccess(access, new(Token), TimeProvider.System), route.Map, _limit.Token);
        _client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(
        string body = """{"extension": "101", "number": "2025550123"}""")
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await _client.PostAsync(new Uri(_http!.Address, CallRoute.Path), content, _limit.Token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(_limit.Token))!);
    }
}
