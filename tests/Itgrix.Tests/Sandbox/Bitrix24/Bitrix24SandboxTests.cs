using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Sandbox.Bitrix24;

/// <summary>Bitrix24's rules, in the simulated portal.</summary>
[TestClass]
public sealed class Bitrix24SandboxTests
{
    private const string Incoming =
        """{"USER_PHONE_INNER": "102", "PHONE_NUMBER": "+1 202 555 0777", "TYPE": 2, "LINE_NUMBER": "7","""
        + """ "CRM_CREATE": 1}""";

    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_same_call_registered_again_within_half_an_hour_is_the_same()
    {
        await using var portal = await StartAsync();
        var first = await RegisterAsync(portal, Incoming);
        _time.Advance(TimeSpan.FromMinutes(29));

        var again = await RegisterAsync(portal, Incoming);
        var otherLine = await RegisterAsync(portal, Incoming.Replace("\"7\"", "\"8\""));
        var otherUser = await RegisterAsync(portal, Incoming.Replace("102", "103"));
        var otherType = await RegisterAsync(portal, Incoming.Replace(": 2", ": 1"));
        var otherCall = await RegisterAsync(portal, Incoming.Replace("}", ", \"EXTERNAL_CALL_ID\": \"1700000000.5\"}"));
        _time.Advance(TimeSpan.FromMinutes(2));
        var later = await RegisterAsync(portal, Incoming.Replace("}", ", \"EXTERNAL_CALL_ID\": \"1700000000.5\"}"));

        again.Should().Be(first);
        later.Should().Be(otherCall);
        new[] { first, otherLine, otherUser, otherType, otherCall }.Should().OnlyHaveUniqueItems();
        _time.Advance(TimeSpan.FromMinutes(31));
        (await RegisterAsync(portal, Incoming)).Should().NotBe(first);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_unknown_caller_becomes_a_lead_of_the_last_answering_user_and_a_known_one_does_not()
    {
        await using var portal = await StartAsync();

        var unknown = (await portal.CallAsync("telephony.externalcall.register", Incoming)).Result;
        var known = (await portal.CallAsync("telephony.externalcall.register", Incoming.Replace("0777", "0123")))
            .Result;

        var lead = unknown.GetProperty("CRM_CREATED_LEAD").GetInt32();
        unknown.GetProperty("CRM_ENTITY_TYPE").GetString().Should().Be("LEAD");
        unknown.GetProperty("CRM_CREATED_ENTITIES")[0].GetProperty("ENTITY_ID").GetInt32().Should().Be(lead);
        known.GetProperty("CRM_CREATED_LEAD").ValueKind.Should().Be(JsonValueKind.Null);
        known.GetProperty("CRM_ENTITY_ID").GetInt32().Should().Be(11);
        await FinishAsync(portal, unknown.GetProperty("CALL_ID").GetString()!, "103");
        var entity = portal.Sandbox.Table("lead").Should().ContainSingle().Which!;
        entity["ASSIGNED_BY_ID"]!.GetValue<string>().Should().Be("3");
        entity["PHONE"]![0]!["VALUE"]!.GetValue<string>().Should().Be("+1 202 555 0777");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_line_can_exclude_called_numbers_from_becoming_leads()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("telephony.externalLine.add", """{"NUMBER": "7", "CRM_AUTO_CREATE": "N"}""");

        await portal.CallAsync("telephony.externalcall.register", Incoming.Replace(": 2", ": 1"));

        portal.Sandbox.Table("lead").Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Only_the_first_finish_counts()
    {
        await using var portal = await StartAsync();
        var call = await RegisterAsync(portal, Incoming);
        await FinishAsync(portal, call, "102");

        var second = await portal.FailsAsync(
            "telephony.externalcall.finish", $$"""{"CALL_ID": "{{call}}", "USER_ID": 1, "DURATION": 7}""");

        Bitrix24Refusals.IsCallNotOpen(second).Should().BeTrue();
        portal.Sandbox.Table("statistic")
            .Should().ContainSingle().Which!["CALL_DURATION"]!.GetValue<int>().Should().Be(60);
        portal.Sandbox.Table("activity").Should().ContainSingle();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Cards_are_shown_and_hidden_until_the_end_of_the_call()
    {
        await using var portal = await StartAsync();
        var call = await RegisterAsync(portal, Incoming);

        await portal.CallAsync("telephony.externalcall.show", $$"""{"CALL_ID": "{{call}}", "USER_ID": [1, 3]}""");
        await portal.CallAsync("telephony.externalcall.hide", $$"""{"CALL_ID": "{{call}}", "USER_ID": 2}""");

        portal.Sandbox.Table("call")[0]!["CARDS"]!.ToJsonString().Should().Be("[1,3]");
        await FinishAsync(portal, call, "101");
        portal.Sandbox.Table("call")[0]!["CARDS"]!.ToJsonString().Should().Be("[]");
        (await portal.CallAsync("telephony.externalcall.show", $$"""{"CALL_ID": "{{call}}"}"""))
            .Result.GetBoolean().Should().BeFalse();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_belongs_to_a_finished_call_and_is_a_sound()
    {
        await using var portal = await StartAsync();
        var call = await RegisterAsync(portal, Incoming);
        var record = $$"""{"CALL_ID": "{{call}}", "FILENAME": "a.mp3", "FILE_CONTENT": "SUQz"}""";

        (await portal.FailsAsync("telephony.externalCall.attachRecord", record))
            .Detail.Should().Contain("not finished yet");
        await FinishAsync(portal, call, "102");
        (await portal.FailsAsync("telephony.externalCall.attachRecord", record.Replace("mp3", "exe")))
            .Detail.Should().Contain("Only wav and mp3");
        (await portal.FailsAsync("telephony.externalCall.attachRecord", record.Replace("SUQz", "?")))
            .Detail.Should().Contain("Base64");
        (await portal.CallAsync("telephony.externalCall.attachRecord", record))
            .Result.GetProperty("FILE_ID").GetInt32().Should().BePositive();

        portal.Sandbox.Table("statistic")[0]!["RECORD"]!["SIZE"]!.GetValue<long>().Should().Be(3);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Filters_understand_the_documented_signs()
    {
        await using var portal = await StartAsync();
        foreach (var (title, price) in new[] { ("Alpha", 5), ("Beta", 50), ("Gamma", 500) })
            await portal.CallAsync("crm.lead.add",
                $$$"""{"fields": {"TITLE": "{{{title}}}", "OPPORTUNITY": {{{price}}}, "PHONE": ["""
                + $$$"""{"VALUE": "+7 900 {{{price:000}}}"}]}}""");

        (await Titles("""{">=OPPORTUNITY": 50}""")).Should().Equal("Gamma", "Beta");
        (await Titles("""{"%TITLE": "amm"}""")).Should().Equal("Gamma");
        (await Titles("""{"@TITLE": ["Alpha", "Beta"]}""")).Should().Equal("Beta", "Alpha");
        (await Titles("""{"!TITLE": "Alpha", "<OPPORTUNITY": 100}""")).Should().Equal("Beta");
        (await Titles("""{"PHONE": "+7900050"}""")).Should().Equal("Beta");

        async Task<IEnumerable<string?>> Titles(string filter) =>
            (await portal.CallAsync(
                "crm.lead.list", $$"""{"filter": {{filter}}, "order": {"ID": "DESC"}, "select": ["TITLE"]}"""))
                .Result.EnumerateArray().Select(lead => lead.GetProperty("TITLE").GetString()).ToList();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("{}", "3 2 1")]
    [DataRow("""{"filter": {"TITLE": "b"}}""", "2")]
    [DataRow("""{"filter": {">RESPONSIBLE_ID": 1}, "order": {"ID": "asc"}}""", "2 3")]
    [DataRow("""{"filter": {"<CREATED_DATE": "2001-01-01"}}""", "")]
    [DataRow("""{"filter": {"DESCRIPTION": "x"}}""", "3 2 1")]
    public async Task Tasks_are_filtered_by_documented_fields_only(string parameters, string expected)
    {
        await using var portal = await TestPortal.StartAsync();
        foreach (var (title, user) in new[] { ("a", 1), ("b", 2), ("c", 3) })
            await portal.CallAsync(
                "tasks.task.add", $$"""{"fields": {"RESPONSIBLE_ID": {{user}}, "TITLE": "{{title}}"} }""");

        var answer = await portal.CallAsync("tasks.task.list", parameters);

        string.Join(' ', answer.Result.GetProperty("tasks").EnumerateArray()
            .Select(task => $"{task.GetProperty("responsibleId")}"))
            .Should().Be(expected);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Numbers_of_a_contact_are_changed_by_their_id_and_added_without_one()
    {
        await using var portal = await StartAsync();

        await portal.CallAsync(
            "crm.contact.update", """{"ID": 11, "fields": {"PHONE": [{"VALUE": "5", "VALUE_TYPE": "HOME"}]}}""");
        await portal.CallAsync("crm.contact.update", """{"ID": 11, "fields": {"PHONE": [{"ID": 12, "VALUE": ""}]}}""");

        portal.Sandbox.Table("contact")[0]!["PHONE"]!.AsArray()
            .Select(phone => phone!["VALUE"]!.GetValue<string>()).Should().Equal("5");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task More_than_the_bucket_holds_is_refused_and_counted()
    {
        await using var sandbox = await Bitrix24Sandbox.StartAsync(new() { Hold = 3, Time = _time });
        using var http = new HttpClient();

        var answers = new List<HttpStatusCode>();
        for (var request = 0; request < 5; request++)
            answers.Add((await http.GetAsync($"{sandbox.Webhook}user.current")).StatusCode);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        answers.Add((await http.GetAsync($"{sandbox.Webhook}user.current")).StatusCode);

        answers.Select(status => (int)status).Should().Equal(200, 200, 200, 503, 503, 200);
        (sandbox.Beyond, sandbox.Highest).Should().Be((2, 3));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_portal_with_a_file_survives_its_end()
    {
        var settings = new Bitrix24Settings { PortalFile = _folder.File("portal.json") };
        string call;
        var tokens = new MemoryTokens();
        await using (var portal = await TestPortal.StartAsync(settings, tokens: tokens))
            call = await RegisterAsync(portal, Incoming);

        await using var again = await TestPortal.StartAsync(settings, tokens: tokens);

        (await RegisterAsync(again, Incoming)).Should().Be(call);
        again.Sandbox.Table("lead").Should().ContainSingle();
        again.Sandbox.Requests.Should().NotContain(request => request.Method == "oauth", "its tokens survived too");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_click_registers_the_call_and_notifies_the_handler()
    {
        await using var portal = await StartAsync();
        using var handler = new HttpListener();
        var port = FreePort();
        handler.Prefixes.Add($"http://127.0.0.1:{port}/");
        handler.Start();
        var received = HearAsync(handler);
        using var http = new HttpClient();

        using var response = await http.PostAsJsonAsync(new Uri(portal.Sandbox.Address, "/sandbox/event"), new
        {
            @event = "ONEXTERNALCALLSTART",
            handler = $"http://127.0.0.1:{port}/events",
            data = new { PHONE_NUMBER = "+12025550123", USER_ID = 2, LINE_NUMBER = "7" },
        }, portal.Token);

        var form = await received;
        form.Should().Contain(
            new("event", "ONEXTERNALCALLSTART"), new("data[USER_ID]", "2"), new("data[CRM_ENTITY_TYPE]", "CONTACT"),
            new("data[CRM_ENTITY_ID]", "11"), new("auth[application_token]", portal.Sandbox.Settings.ApplicationToken));
        form["data[CALL_ID]"]
            .Should().Be(portal.Sandbox.Table("call").Should().ContainSingle().Which!["CALL_ID"]!.GetValue<string>());
        JsonNode.Parse(await response.Content.ReadAsStringAsync(portal.Token))!["status"]!.GetValue<int>()
            .Should().Be(200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Faults_strike_as_often_and_as_long_as_ordered_and_the_same_with_the_same_seed()
    {
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var portal = await StartAsync();
            using var http = new HttpClient();
            await http.PostAsJsonAsync(new Uri(portal.Sandbox.Address, "/sandbox/faults"),
                new { kind = "error", methods = new[] { "user.current" }, probability = 0.5, seed = 7, seconds = 60 },
                portal.Token);
            for (var call = 0; call < 20; call++)
                await http.GetAsync($"{portal.Sandbox.Webhook}user.current", portal.Token);
            await http.GetAsync($"{portal.Sandbox.Webhook}user.get", portal.Token);
            _time.Advance(TimeSpan.FromMinutes(1));
            for (var call = 0; call < 5; call++)
                await http.GetAsync($"{portal.Sandbox.Webhook}user.current", portal.Token);
            runs.Add(string.Concat(portal.Sandbox.Requests.Select(request => request.Status == 500 ? 'x' : '.')));
        }

        runs[0].Should().Be(runs[1]).And.EndWith("......");
        runs[0].Count(one => one == 'x').Should().BeInRange(4, 16);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_clock_that_is_set_on_during_a_request_uses_up_no_working_time()
    {
        using var folder = new TemporaryFolder();
        using var clock = new SharedClock(folder.File("clock"));
        await using var portal = await TestPortal.StartAsync(new() { Time = clock }, options => options);
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) });
        http.DefaultRequestHeaders.ExpectContinue = true;
        // The portal requests the body once it processes the request.
        using var body = new BodyWhenAsked("{}", () => clock.Advance(TimeSpan.FromHours(1)));

        using var response = await http.PostAsync($"{portal.Sandbox.Webhook}user.current", body, portal.Token);

        var time = JsonNode.Parse(await response.Content.ReadAsStringAsync(portal.Token))!["time"]!;
        ((double)time["operating"]!).Should().BeLessThan(60);
        ((double)time["finish"]! - (double)time["start"]!).Should().BeGreaterThan(3599);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("faults", "{\"kind\": \"cut\"}", "cut_before, cut_after")]
    [DataRow("faults", "x", "Give {\"kind\"")]
    [DataRow("operating", "{}", "Give {\"method\"")]
    [DataRow("event", "[]", "Give {\"event\"")]
    [DataRow(
        "event", "{\"event\": \"ONEXTERNALCALLSTART\", \"handler\": \"http://127.0.0.1:1/\"}", "cannot be notified")]
    public async Task An_order_that_is_wrong_is_answered_with_what_is_right(string place, string order, string says)
    {
        await using var portal = await StartAsync();
        using var http = new HttpClient();
        using var content = new StringContent(order, System.Text.Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(
            new Uri(portal.Sandbox.Address, $"/sandbox/{place}"), content, portal.Token);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(portal.Token)).Should().Contain(says);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_faults_of_the_readme_can_be_ordered()
    {
        await using var portal = await StartAsync();
        var readme = File.ReadAllText(ProjectFolder.Of("tests", "Itgrix.Sandbox", "Bitrix24", "README.md"));
        var example = System.Text.RegularExpressions.Regex.Match(readme, "`({\"kind\".*?})`").Groups[1].Value;
        using var http = new HttpClient();
        using var content = new StringContent(example, System.Text.Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(
            new Uri(portal.Sandbox.Address, "/sandbox/faults"), content, portal.Token);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        portal.Sandbox.Faults.All.Should().ContainSingle().Which.Times.Should().Be(5);
        foreach (var kind in Enum.GetNames<FaultKind>())
            readme.Should().Contain($"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(kind)}`");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_sandbox_page_shows_what_was_sent()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("crm.lead.add", """{"fields": {"TITLE": "<script>"}}""");
        using var http = new HttpClient();

        var page = await http.GetStringAsync(new Uri(portal.Sandbox.Address, "/sandbox"), portal.Token);
        var lines = await http.GetStringAsync(new Uri(portal.Sandbox.Address, "/sandbox/requests"), portal.Token);

        page.Should().Contain("crm.lead.add").And.NotContain("<script>");
        var last = JsonNode.Parse(lines.TrimEnd('\n').Split('\n')[^1])!;
        last["method"]!.GetValue<string>().Should().Be("crm.lead.add");
        last["parameters"]!.ToJsonString().Should().NotContain("auth");
    }

    private sealed class BodyWhenAsked(string json, Action asked) : StringContent(
        json, System.Text.Encoding.UTF8, "application/json")
    {
        protected override Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken token)
        {
            asked();
            return base.SerializeToStreamAsync(stream, context, token);
        }
    }

    private Task<TestPortal> StartAsync() =>
        TestPortal.StartAsync(new() { Time = _time }, options => options with { Timeout = TimeSpan.FromHours(5) });

    private static async Task<string> RegisterAsync(TestPortal portal, string call) =>
        (await portal.CallAsync("telephony.externalcall.register", call)).Result.GetProperty("CALL_ID").GetString()!;

    private static Task FinishAsync(TestPortal portal, string call, string inner) =>
        portal.CallAsync("telephony.externalcall.finish",
            $$"""{"CALL_ID": "{{call}}", "USER_PHONE_INNER": "{{inner}}", "DURATION": 60}""");

    private static async Task<Dictionary<string, string>> HearAsync(HttpListener handler)
    {
        var context = await handler.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        context.Response.Close();
        return body.Split('&').Select(pair => pair.Split('=')).ToDictionary(
            pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
