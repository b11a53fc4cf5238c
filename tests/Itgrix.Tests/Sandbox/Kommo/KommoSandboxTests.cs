using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Sandbox.Kommo;

[TestClass]
public sealed class KommoSandboxTests
{
    private const int Limit = TestTimeout.Milliseconds;

    private readonly ManualTime _time = new();
    private KommoSandbox _sandbox = null!;
    private HttpClient _http = null!;

    [TestInitialize]
    public async Task Start()
    {
        _sandbox = await KommoSandbox.StartAsync(new() { Time = _time, OthersPerSecond = 10 });
        _http = Client(_sandbox.Settings.LongLivedToken);
    }

    [TestCleanup]
    public async Task Clean()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task The_eighth_request_of_a_second_is_rejected_and_further_ones_block_the_address()
    {
        (await Statuses(7)).Should().OnlyContain(status => status == 200);
        (await Statuses(10)).Should().OnlyContain(status => status == 429);

        var blocked = await _http.GetAsync("/api/v4/account");

        blocked.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        blocked.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        _sandbox.Counters.Should().BeEquivalentTo(new { Highest = 7, Beyond = 10, WhileBlocked = 1 });
        _time.Advance(TimeSpan.FromMinutes(10));
        (await Statuses(1)).Should().Equal(200);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Other_integrations_use_up_the_accounts_limit()
    {
        await using var busy = await KommoSandbox.StartAsync(new() { Time = _time, OthersPerSecond = 48 });
        using var http = Client(busy.Settings.LongLivedToken, busy);

        var statuses = new List<int>();
        for (var call = 0; call < 3; call++)
            statuses.Add((int)(await http.GetAsync("/api/v4/account")).StatusCode);

        statuses.Should().Equal(200, 200, 429);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_refresh_token_that_is_used_again_ends_all_tokens()
    {
        var first = await Exchange(new() { ["grant_type"] = "authorization_code", ["code"] = "sandbox-code" });
        var second = await Exchange(Refresh(first));
        using var http = Client(Text(second, "access_token"));
        (await http.GetAsync("/api/v4/account")).StatusCode.Should().Be(HttpStatusCode.OK);

        var again = await Exchange(Refresh(first));

        Text(again, "hint").Should().Be("Token has been revoked");
        (await http.GetAsync("/api/v4/account")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await http.GetStringAsync("/sandbox/requests")).Should().NotContain(Text(second, "refresh_token"))
            .And.NotContain("sandbox-client-secret");
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_token_ends_after_its_time()
    {
        var pair = await Exchange(new() { ["grant_type"] = "authorization_code", ["code"] = _sandbox.NewCode() });
        using var http = Client(Text(pair, "access_token"));

        _time.Advance(TimeSpan.FromDays(1));

        (await http.GetAsync("/api/v4/account")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_call_goes_to_the_one_active_lead_of_the_contact_with_the_number()
    {
        var call = """[{"direction": "outbound", "duration": 1, "source": "s", "phone": "2025550123"}]""";
        await Post("/api/v4/leads", """[{"_embedded": {"contacts": [{"id": 1001}]}}]""");
        var toLead = await Post("/api/v4/calls", call);
        await Post("/api/v4/leads", """[{"_embedded": {"contacts": [{"id": 1001}]}}]""");
        var toContact = await Post("/api/v4/calls", call);

        toLead["_embedded"]!["calls"]![0]!["entity_type"]!.ToString().Should().Be("lead");
        toContact["_embedded"]!["calls"]![0]!["entity_type"]!.ToString().Should().Be("contact");
    }

    [TestMethod]
    [Timeout(Limit)]
    [DataRow("/api/v4/calls", """[{"direction": "in", "source": "s", "phone": "1", "call_status": 9}]""", "duration",
        "direction", "call_status")]
    [DataRow("/api/v4/contacts", """[{"name": 5, "custom_fields_values": [{"field_id": 9, "values": []}]}]""", "name",
        "custom_fields_values.0.field_id")]
    [DataRow("/api/v4/contacts",
        """[{"custom_fields_values": [{"field_code": "PHONE", "values": [{"value": "1", "enum_code": "X"}]}]}]""",
        "enum_code")]
    [DataRow("/api/v4/leads", """[{"pipeline_id": 1, "_embedded": {"contacts": [{"id": 1}]}}]""", "pipeline_id",
        "_embedded.contacts.0.id")]
    [DataRow("/api/v4/tasks", """[{"entity_id": 1, "entity_type": "contacts"}]""", "text", "complete_till",
        "entity_id")]
    [DataRow("/api/v4/leads/unsorted/sip",
        """[{"metadata": {"from": 1, "duration": "5"}, "_embedded": {"leads": [{"pipeline_id": 1}]}}]""",
        "source_name", "source_uid", "metadata.uniq", "metadata.from", "metadata.duration",
        "_embedded.leads.0.pipeline_id")]
    public async Task An_invalid_entity_is_rejected_with_the_field(string path, string body, params string[] places)
    {
        var answer = await Post(path, body);

        answer["title"]!.ToString().Should().Be("Bad Request");
        var found = answer["validation-errors"]![0]!["errors"]!.AsArray().Select(error => error!["path"]!.ToString())
            .ToList();
        foreach (var place in places)
            found.Should().Contain(one => one.EndsWith(place));
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task An_account_may_lack_the_kind_of_phone_that_the_connector_needs()
    {
        await using var lacking = await KommoSandbox.StartAsync(new() { LacksPhoneField = true });
        using var http = Client(lacking.Settings.LongLivedToken, lacking);

        var fields = JsonNode.Parse(await http.GetStringAsync(
            "/api/v4/contacts/custom_fields"))!["_embedded"]!["custom_fields"]!;
        fields[0]!["code"]!.ToString().Should().Be("PHONE");
        fields[0]!["enums"]!.AsArray().Should().NotContain(one => one!["value"]!.ToString() == "WORK");
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Faults_are_ordered_by_http_and_strike_the_same_requests_each_time()
    {
        var struck = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            await _http.DeleteAsync("/sandbox/faults");
            var order = """{"kind": "error", "paths": ["/api/v4/acc"], "probability": 0.5, "seed": 4}""";
            (await _http.PostAsync("/sandbox/faults", new StringContent(order, null, "application/json")))
                .StatusCode.Should().Be(HttpStatusCode.OK);
            struck.Add(string.Join(',', await Statuses(7)));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        struck[0].Should().Be(struck[1]).And.Contain("500").And.Contain("200");
        (await _http.GetAsync("/api/v4/users")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestMethod]
    [Timeout(Limit)]
    [DataRow("""{"kind": "flood"}""")]
    [DataRow("{}")]
    [DataRow("null")]
    [DataRow("kind=error")]
    public async Task A_fault_that_does_not_exist_is_refused_with_those_that_do(string order)
    {
        var answer = await _http.PostAsync("/sandbox/faults", new StringContent(order));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("cut_before").And.Contain("broken_json");
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task The_simulated_account_lists_its_requests_in_order()
    {
        await Post("/api/v4/contacts", """[{"name": "<b>Bold</b>"}]""");
        await _http.GetAsync("/api/v4/users");

        var lines = (await _http.GetStringAsync("/sandbox/requests"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("path").GetString()).Should()
            .Equal("/api/v4/contacts", "/api/v4/users");
        (await _http.GetStringAsync("/sandbox")).Should().Contain("Kommo, simulated").And.NotContain("<b>Bold</b>");
        (await _http.GetStringAsync("/sandbox/counters")).Should().Contain("\"beyond\":0");
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task The_simulated_account_has_employees_with_numbers_and_a_client()
    {
        _sandbox.Table("users").Select(user => user!["phone_number"]!.ToString()).Should().Equal("101", "102", "103");
        (await _http.GetStringAsync("/api/v4/contacts?query=12025550123")).Should().Contain("Ivan Ivanov");
        (await _http.GetAsync("/api/v4/contacts?query=5550000000")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await _http.GetAsync("/api/v4/contacts/7")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await _http.GetAsync("/api/v4/nothing")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private async Task<List<int>> Statuses(int count)
    {
        var statuses = new List<int>();
        for (var call = 0; call < count; call++)
            statuses.Add((int)(await _http.GetAsync("/api/v4/account")).StatusCode);
        return statuses;
    }

    private async Task<JsonNode> Post(string path, string body)
    {
        using var content = new StringContent(body, null, "application/json");
        return JsonNode.Parse(await (await _http.PostAsync(path, content)).Content.ReadAsStringAsync())!;
    }

    private async Task<JsonNode> Exchange(JsonObject grant)
    {
        grant["client_id"] = _sandbox.Settings.ClientId;
        grant["client_secret"] = _sandbox.Settings.ClientSecret;
        grant["redirect_uri"] = _sandbox.Settings.RedirectUri;
        return (await (await _http.PostAsJsonAsync("/oauth2/access_token", grant))
            .Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private HttpClient Client(string token, KommoSandbox? sandbox = null) => new()
    {
        BaseAddress = (sandbox ?? _sandbox).Address,
        DefaultRequestHeaders = { Authorization = new("Bearer", token) },
    };

    private static JsonObject Refresh(JsonNode pair) =>
        new() { ["grant_type"] = "refresh_token", ["refresh_token"] = Text(pair, "refresh_token") };

    private static string Text(JsonNode json, string name) => json[name]!.ToString();
}
