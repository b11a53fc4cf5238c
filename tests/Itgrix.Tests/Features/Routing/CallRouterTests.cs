using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Features.Routing;

/// <summary>Routing of a call for the dialplan, with one CRM and its hook.</summary>
[TestClass]
public sealed class CallRouterTests
{
    // The CRMs' share of the timeout.
    private static readonly TimeSpan CrmTimeout = TestTimeout.Value * 0.75;

    private readonly RoutingRun _run = new();

    public CallRouterTests() => _run.Bitrix24.Know(RoutingRun.Client, "Ivan Ivanov", "102");

    [TestCleanup]
    public void Clean() => _run.Dispose();

    [TestMethod]
    [DataRow(true, true, "102", "Ivan Ivanov")]
    [DataRow(true, false, "102", "")]
    [DataRow(false, true, "", "Ivan Ivanov")]
    public async Task A_clients_call_is_routed_to_the_responsible_user_with_the_clients_name_when_configured(
        bool toResponsible, bool showsName, string number, string name)
    {
        _run.Bitrix24.Distribution = new(toResponsible, showsName);

        (await _run.AskAsync()).Should().Be(new RoutingSettings(number, name));
    }

    [TestMethod]
    public async Task Without_settings_and_hook_the_CRM_is_not_queried()
    {
        _run.Bitrix24.Distribution = new(ToResponsible: false, ShowsName: false);

        (await _run.AskAsync()).Should().Be(RoutingSettings.None);
        _run.Bitrix24.Asked.Should().BeEmpty();

        _run.Hook("'number' => $params['user']['phones'][0]");
        (await _run.AskAsync()).Should().Be(new RoutingSettings("102", ""), "a hook may do by itself what is not set");
    }

    [TestMethod]
    [DataRow("101"), DataRow("anonymous"), DataRow("")]
    public async Task An_internal_or_hidden_caller_is_not_looked_up(string from)
    {
        _run.Hook("'number' => '200', 'name' => isset($params['from']) ? 'f' : 'no f'");

        (await _run.AskAsync(from)).Should().Be(new RoutingSettings("200", from.Length > 0 ? "f" : "no f"));
        _run.Bitrix24.Asked.Should().BeEmpty();
    }

    [TestMethod]
    public async Task The_CRM_and_the_hook_get_the_number_as_the_settings_replace_it()
    {
        _run.Numbers = new(new() { Replacements = [new("8", null, "+7")] }, []);
        _run.Bitrix24.Know("+79001234567", "Anna", "103");
        _run.Hook("'name' => $params['from']");

        (await _run.AskAsync("89001234567")).Should().Be(new RoutingSettings("103", "+79001234567"));
    }

    [TestMethod]
    public async Task An_unknown_number_takes_the_usual_route_unless_the_hook_changes_it()
    {
        (await _run.AskAsync("+12025550199")).Should().Be(RoutingSettings.None);

        _run.Hook("'number' => '200', 'name' => 'On duty'");
        (await _run.AskAsync("+12025550199")).Should().Be(new RoutingSettings("200", "On duty"));
        _run.Given()!.AsObject().Select(field => field.Key).Should().Equal("number", "name", "from");
    }

    [TestMethod]
    [DataRow("'number' => '103', 'name' => 'VIP'", "103", "VIP")]
    [DataRow("'number' => 103", "103", "Ivan Ivanov")]
    [DataRow("'name' => 'VIP'", "102", "VIP")]
    [DataRow("'number' => '', 'name' => ''", "", "")]
    [DataRow("'number' => null, 'name' => null", "", "")]
    [DataRow(
        "'number' => '103', 'from' => '1', 'user' => null, 'entity' => null, 'error' => 'x'", "103", "Ivan Ivanov")]
    public async Task The_hook_has_the_last_word_and_what_it_leaves_out_stays(string fields, string number, string name)
    {
        _run.Hook(fields);

        (await _run.AskAsync()).Should().Be(new RoutingSettings(number, name));
    }

    [TestMethod]
    public async Task The_reply_of_a_distribution_hook_is_reduced_to_number_and_name()
    {
        var own = new Dictionary<Crm, string>
        {
            [Crm.Bitrix24] = "\"user\": {\"id\": 1}",
            [Crm.Kommo] = "\"trunk\": \"3\", \"request_data\": {\"a\": \"b\"}",
        };
        foreach (var (crm, fields) in own)
        {
            _run.Code("return array('state' => 'success', 'data' => $params);", crm);
            var outcome = await _run.Hooks.Run($"{crm.ToString().ToLowerInvariant()}/customize_autodistribution",
                $$"""{"number": "1", "name": "n", "from": "2", "entity": {"id": 1}, "error": "e", {{fields}}}""");

            outcome.Data!.Select(field => field.Key).Should().Equal("number", "name");
        }
    }

    [TestMethod]
    [DataRow("102", "102"), DataRow("+12025550199", "+12025550199"), DataRow("alice", "alice"), DataRow("*97", "*97")]
    [DataRow("8 (900) 123-45-67", "89001234567")]
    [DataRow("102 - 103", "102103"), DataRow("102&103", ""), DataRow("PJSIP/102", ""), DataRow("102@other", "")]
    [DataRow("102,30,tT", "")]
    [DataRow("${EXTEN}", ""), DataRow("102|x", ""), DataRow("10\\n2", "")]
    [DataRow("10000000000000000000000000000000000000000", "")]
    public async Task A_number_is_taken_only_when_it_can_be_dialled(string number, string expected)
    {
        using var log = new RecordedLog();
        _run.Hook($"'number' => \"{number.Replace("$", "\\$")}\"");

        (await _run.AskAsync()).Number.Should().Be(expected);

        log.Lines.Any(line => line.StartsWith("Warn Call 1.1") && line.Contains("cannot be dialled"))
            .Should().Be(expected.Length == 0);
    }

    [TestMethod]
    public async Task An_extension_from_the_CRM_is_validated_too()
    {
        _run.Bitrix24.Know(RoutingRun.Client, "Ivan", "102&PJSIP/trunk");

        (await _run.AskAsync()).Should().Be(new RoutingSettings("", "Ivan"));
    }

    [TestMethod]
    public async Task The_distribution_hook_of_Bitrix24_gets_the_vendors_fields()
    {
        _run.Hook("'number' => '103'");

        await _run.AskAsync();

        JsonNode.DeepEquals(_run.Given(), JsonNode.Parse("""
            {"number": "102", "name": "Ivan Ivanov", "from": "+12025550123",
             "user": {"id": 2, "phones": ["102"], "name": "Bob Brown", "email": "bob@example.com", "position": ""},
             "entity": {"type": "contact", "id": 11, "name": "Ivan Ivanov", "responsible_id": 2}}
            """)).Should().BeTrue($"it was {_run.Given()}");
    }

    [TestMethod]
    public async Task The_distribution_hook_of_Kommo_gets_the_vendors_fields()
    {
        _run.Crms = [_run.Kommo];
        _run.Kommo.Know(RoutingRun.Client, "Ivan Ivanov", "102");
        _run.Hook("'number' => '103'", Crm.Kommo);

        await _run.AskAsync();

        var given = _run.Given(Crm.Kommo)!.AsObject();
        given.Select(field => field.Key).Should().Equal("number", "name", "from", "trunk", "request_data", "entity");
        given["trunk"]!.ToString().Should().Be("2025550180");
        given["request_data"]!.ToJsonString()
            .Should().Be("""{"from":"\u002B12025550123","trunk":"2025550180","vip":"1"}""");
        (given["entity"]!["id"]!.ToString(), given["entity"]!["responsible"]!["name"]!.ToString())
            .Should().Be(("11", "Bob Brown"));
    }

    [TestMethod]
    public async Task When_the_CRM_does_not_answer_the_hook_gets_the_error_and_the_call_takes_the_usual_route()
    {
        using var log = new RecordedLog();
        _run.Bitrix24.Fail("telephony.externalCall.searchCrmEntities of portal: no connection.");

        (await _run.AskAsync()).Should().Be(RoutingSettings.None);
        log.Lines.Should().Contain(line => line.StartsWith("Warn Call 1.1") && line.Contains("no connection"));

        _run.Hook("'number' => '200', 'name' => $params['error']");
        (await _run.AskAsync()).Should().Be(new RoutingSettings("200", "telephony.externalCa"));
    }

    [TestMethod]
    public async Task A_mistake_of_ours_in_asking_is_logged_and_stops_no_call()
    {
        using var log = new RecordedLog();
        _run.Bitrix24.Before = _ => throw new InvalidOperationException("a bug");

        (await _run.AskAsync()).Should().Be(RoutingSettings.None);
        log.Lines.Should().Contain(line => line.StartsWith("Error") && line.Contains("a bug"));
    }

    [TestMethod]
    public async Task A_slow_CRM_is_given_up_in_time_for_the_hook()
    {
        var time = new ManualTime();
        _run.Time = time;
        _run.Bitrix24.Hang();
        _run.Hook("'number' => '200', 'name' => $params['error']");

        var asked = _run.AskAsync();
        await time.WaitForTimer(CrmTimeout, _run.Limit);
        time.Advance(CrmTimeout);

        (await asked).Should().Be(new RoutingSettings("200", "Bitrix24 did not ans"));
        _run.Bitrix24.WasGivenUp.Should().BeTrue();
    }

    [TestMethod]
    public async Task A_hook_that_times_out_leaves_the_route_of_the_CRM()
    {
        _run.Hook("'number' => '200'");
        await _run.AskAsync();
        // The clock stands still: the hook's own timeout ends it.
        (_run.Time, _run.Options) = (new ManualTime(), new() { Timeout = TimeSpan.FromSeconds(1) });
        _run.Code("sleep(60); return array('state' => 'success', 'data' => array('number' => '200'));");

        (await _run.AskAsync()).Should().Be(new RoutingSettings("102", "Ivan Ivanov"));

        await Stopped();
    }

    [TestMethod]
    public async Task A_hook_that_is_not_ready_is_not_waited_for()
    {
        using var log = new RecordedLog();
        var time = new ManualTime();
        _run.Time = time;
        _run.Hooks.Write("customize_autodistribution.csx",
            string.Format(TestHooks.Head, "CustomizeAutodistribution") + "return Success(\"200\", \"late\");");

        var asked = _run.AskAsync();
        time.Advance(TestTimeout.Value);

        (await asked).Should().Be(new RoutingSettings("102", "Ivan Ivanov"), "it has not been compiled by then");
        log.Lines.Should().Contain(line => line.StartsWith("Warn bitrix24/customize_autodistribution was not ready"));
    }

    // On a busy machine the answer does not wait for the end of the hook.
    private Task Stopped() => Eventually.TrueAsync(() => _run.Hooks.Figures.Single().Timeouts > 0);
}
