using System.Text.Json.Nodes;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Events as they arrive over a socket, and their effect on Asterisk and the CRM.</summary>
[TestClass]
public sealed class Bitrix24EventsTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_click_rings_the_employee_and_its_call_id_is_noted_before()
    {
        await using var run = await EventRun.StartAsync();

        (await run.PostAsync(EventRun.Click())).Should().Be(200);
        await run.StopAsync();

        var (id, registration) = run.Noted.Should().ContainSingle().Which;
        registration.ToJsonString().Should().Be(
            "{\"CALL_ID\":\"externalCall.89350264e026dace3f2b14d1f438257c.1773236989\","
            + "\"CRM_ENTITY_TYPE\":\"CONTACT\",\"CRM_ENTITY_ID\":\"797\",\"USER_ID\":\"1269\"}");
        var sent = run.Clicks.Originate;
        (sent["Channel"], sent["Exten"], sent["ChannelId"]).Should().Be(("PJSIP/101", "+494951234567", id));
        run.Failed.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task What_the_portal_created_for_a_click_is_part_of_its_registration()
    {
        await using var run = await EventRun.StartAsync();

        await run.PostAsync(EventRun.Click(("data[CRM_CREATED_ENTITIES][0][ENTITY_TYPE]", "CONTACT"),
            ("data[CRM_CREATED_ENTITIES][0][ENTITY_ID]", "797")));
        await run.StopAsync();

        var registration = run.Noted.Should().ContainSingle().Which.Registration;
        var read = Itgrix.Runtime.Crms.Bitrix24.Bitrix24Registration.Read(
            System.Text.Json.JsonElement.Parse(registration.ToJsonString()));
        (read.EntityType, read.EntityId, read.CreatedContactId).Should().Be(("contact", "797", "797"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("another"), DataRow(""), DataRow(null), DataRow("51610fefc120afg4b628cc82d6298ccE")]
    [DataRow("51610fefc120afg4b628cc82d6298cc")]
    public async Task An_event_without_the_token_has_no_effect(string? token)
    {
        using var log = new RecordedLog();
        await using var run = await EventRun.StartAsync();

        for (var time = 0; time < 3; time++)
            (await run.PostAsync(EventRun.Click(("auth[application_token]", token)))).Should().Be(403);
        await run.StopAsync();

        (run.Clicks.Originates.Count, run.Noted.Count, run.Failed.Count).Should().Be((0, 0, 0));
        log.Lines.Where(line => line.Contains("application_token")).Should().ContainSingle("nobody can fill the log")
            .Which.Should().StartWith("Warn An event from 127.0.0.1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(null), DataRow("")]
    public async Task Without_a_configured_token_all_events_are_refused_and_the_log_names_the_setting(string? token)
    {
        using var log = new RecordedLog();
        await using var run = await EventRun.StartAsync(token: token);

        (await run.PostAsync(EventRun.Click(("auth[application_token]", token)))).Should().Be(403);
        (await run.PostAsync(EventRun.Click())).Should().Be(403);
        await run.StopAsync();

        run.Clicks.Originates.Should().BeEmpty();
        log.Lines.Should()
            .ContainSingle(line => line.StartsWith("Error") && line.Contains("set bitrix24.application_token"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_event_that_is_repeated_within_ten_minutes_rings_once()
    {
        await using var run = await EventRun.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => run.PostAsync(EventRun.Click())));
        run.Time.Advance(TimeSpan.FromMinutes(9.9));
        (await run.PostAsync(EventRun.Click())).Should().Be(200);
        (await run.PostAsync(EventRun.Click(("data[CALL_ID]", "another")))).Should().Be(200);
        run.Time.Advance(TimeSpan.FromMinutes(0.1));
        (await run.PostAsync(EventRun.Click())).Should().Be(200);
        await run.StopAsync();

        run.Noted.Select(one => (string)one.Registration["CALL_ID"]!).Should().BeEquivalentTo(
            "externalCall.89350264e026dace3f2b14d1f438257c.1773236989",
            "another", "externalCall.89350264e026dace3f2b14d1f438257c.1773236989");
        run.Clicks.Originates.Should().HaveCount(3);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("data[USER_ID]", ""), DataRow("data[USER_ID]", "0"), DataRow("data[USER_ID]", "-1")]
    [DataRow("data[USER_ID]", "1 OR 1=1")]
    [DataRow("data[USER_ID]", "99999999999999999999"), DataRow("data[CALL_ID]", null)]
    [DataRow("data[CALL_ID]", "a\r\nb"), DataRow("event", null)]
    public async Task An_event_without_a_required_field_is_refused(string field, string? value)
    {
        await using var run = await EventRun.StartAsync();

        // Without a name it is no event, and so has no token either.
        (await run.PostAsync(EventRun.Click((field, value)))).Should().Be(field == "event" ? 403 : 400);
        await run.StopAsync();

        run.Clicks.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Other_events_of_the_portal_are_answered_and_ignored()
    {
        await using var run = await EventRun.StartAsync();

        (await run.PostAsync(EventRun.Click(("event", "ONCRMLEADADD")))).Should().Be(200);
        await run.StopAsync();

        (run.Clicks.Originates.Count, run.Failed.Count).Should().Be((0, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(3, "", "1269", 480, "was not taken: nobody answered")]
    [DataRow(0, "", "1269", 480, "was not taken: busy, declined, or not reachable")]
    [DataRow(4, "", "7", 480, "user 7 has no extension: set one")]
    [DataRow(4, "Originate Access Forbidden", "1269", 503, "Originate Access Forbidden")]
    public async Task A_call_that_is_never_connected_is_finished_in_the_portal(
        int reason, string refusal, string user, int status, string words)
    {
        await using var run = await EventRun.StartAsync(new() { OriginateReason = reason, OriginateRefusal = refusal });

        (await run.PostAsync(EventRun.Click(("data[USER_ID]", user)))).Should().Be(200);

        var failed = await run.NextFailed();
        (failed.StatusCode, failed.UserId.ToString()).Should().Be((status, user));
        failed.Reason.Should().Contain(words);
        failed.Registration["CALL_ID"]!.ToString().Should().StartWith("externalCall.");
        failed.CallId.Should().StartWith("itgrix-");
        run.Noted.Select(one => one.Id).Should().BeSubsetOf([failed.CallId]);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_is_finished_when_the_lookup_of_its_employee_fails()
    {
        await using var run = await EventRun.StartAsync();
        run.ExtensionOf = (_, _) => throw new TimeoutException("the portal is down");

        await run.PostAsync(EventRun.Click());

        var failed = await run.NextFailed();
        (failed.StatusCode, failed.Reason).Should().Be((503, "it could not be made: the portal is down"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("1\r\nAction: Command\r\nCommand: core stop now"), DataRow("1&2"), DataRow("${SHELL(id)}")]
    [DataRow("1,tT"), DataRow("call me")]
    public async Task An_event_cannot_inject_more_than_a_number(string number)
    {
        await using var run = await EventRun.StartAsync(callback: "100");
        foreach (var (field, value) in EventRun.Click()
            .Where(field => field.Key.StartsWith("data[") && field.Key is not ("data[USER_ID]" or "data[CALL_ID]")))
            await run.PostAsync(EventRun.Click((field, number), ("data[CALL_ID]", $"of.{field}")));
        await run.PostAsync(EventRun.Click(("event", "ONEXTERNALCALLBACKSTART"), ("data[PHONE_NUMBER]", number)));
        await run.StopAsync();

        run.Failed.Should().ContainSingle("only the number reaches Asterisk")
            .Which.Reason.Should().Contain("cannot be dialled");
        foreach (var action in run.Clicks.Peer.Pbx.Actions)
            action.Name.Should().BeOneOf("Challenge", "Login", "CoreSettings", "Originate");
        run.Clicks.Originates.Should()
            .OnlyContain(sent => sent["Exten"] == "+494951234567" && sent.Headers.Count == 10);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("*72"), DataRow("*67 +494951234567"), DataRow("#31#494951234567"), DataRow("+870773111222")]
    [DataRow("tel:+494951234567")]
    public async Task A_refused_number_makes_neither_a_click_nor_a_callback_ring(string number)
    {
        using var log = new RecordedLog();
        await using var run = await EventRun.StartAsync(callback: "100");

        await run.PostAsync(EventRun.Click(("data[PHONE_NUMBER]", number)));
        await run.PostAsync(EventRun.Click(("event", "ONEXTERNALCALLBACKSTART"), ("data[PHONE_NUMBER]", number)));
        var failed = await run.NextFailed();
        await run.StopAsync();

        (failed.StatusCode, run.Clicks.Originates.Count).Should().Be((503, 0));
        log.Lines.Should()
            .Contain(line => line.Contains("user 1269 of the portal asks for") && line.Contains(failed.Reason))
            .And.Contain(
                line => line.Contains("a client on a form of the portal asks for") && line.Contains(failed.Reason));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_client_is_called_back_after_an_employee_answers()
    {
        await using var run = await EventRun.StartAsync(callback: "100");
        var asked = EventRun.Click(
            ("event", "ONEXTERNALCALLBACKSTART"), ("data[CALL_ID]", null), ("data[USER_ID]", null));

        (await run.PostAsync(asked)).Should().Be(200);
        (await run.PostAsync(asked)).Should().Be(200);
        await run.StopAsync();

        (run.Clicks.Originate["Channel"], run.Clicks.Originate["Exten"]).Should().Be(("PJSIP/100", "+494951234567"));
        run.Noted.Should().BeEmpty("the portal has no call yet");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_a_callback_extension_no_callback_is_made_and_the_log_names_the_setting()
    {
        using var log = new RecordedLog();
        await using var run = await EventRun.StartAsync();

        (await run.PostAsync(EventRun.Click(("event", "ONEXTERNALCALLBACKSTART")))).Should().Be(200);
        await run.StopAsync();

        run.Clicks.Originates.Should().BeEmpty();
        log.Lines.Should().ContainSingle(line => line.Contains("set bitrix24.callback_extension"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Events_above_the_maximum_are_refused_and_accepted_when_repeated()
    {
        var ringing = new TaskCompletionSource();
        await using var run = await EventRun.StartAsync();
        // Each clicks once: an extension has a rate of its own.
        var extension = 100;
        run.ExtensionOf = async (_, token) =>
        {
            await ringing.Task.WaitAsync(token);
            return $"{Interlocked.Increment(ref extension)}";
        };
        var answers = new List<int>();
        for (var call = 0; answers.LastOrDefault(200) == 200; call++)
            answers.Add(await run.PostAsync(EventRun.Click(("data[CALL_ID]", $"call.{call}"))));

        answers[^1].Should().Be(503);
        answers.Count.Should().BeInRange(101, 103, "a hundred wait, two are being made");
        ringing.SetResult();
        await Eventually.GetAsync(
            () => run.PostAsync(EventRun.Click(("data[CALL_ID]", $"call.{answers.Count - 1}"))),
            status => status == 200);
        await run.StopAsync();

        run.Clicks.Originates.Should().HaveCount(answers.Count, "what was taken is done before the end");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_click_in_the_portal_calls_the_number_that_the_hook_returns()
    {
        await using var run = await EventRun.StartAsync(token: new Bitrix24Settings().ApplicationToken);
        await using var portal = await Bitrix24Sandbox.StartAsync(token: run.Limit);
        run.Clicks.Hook(
            "'extension' => '8' . substr($params['request_data']['data']['PHONE_NUMBER'], -10), 'context' => 'cheap'");

        using var answer = await run.Client.PostAsync(new Uri(portal.Address, "/sandbox/event"), Json(new()
        {
            ["event"] = "ONEXTERNALCALLSTART",
            ["handler"] = run.Handler.ToString(),
            ["data"] = new JsonObject { ["PHONE_NUMBER"] = "+79001234567" },
        }), run.Limit);
        var answered = JsonNode.Parse(await answer.Content.ReadAsStringAsync(run.Limit))!;
        await run.NextNoted();
        await run.StopAsync();

        answered["status"]!.GetValue<int>().Should().Be(200);
        var (id, registration) = run.Noted.Single();
        registration["CALL_ID"]!.ToString().Should().Be(answered["data"]!["CALL_ID"]!.ToString());
        var sent = run.Clicks.Originate;
        (sent["Exten"], sent["Context"], sent["ChannelId"]).Should().Be(("89001234567", "cheap", id));
    }

    private static StringContent Json(JsonObject json) => new(json.ToJsonString(), null, "application/json");
}
