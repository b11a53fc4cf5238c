using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>A request with a lost answer takes effect once.</summary>
[TestClass]
public sealed class Bitrix24TransportTests
{
    private const string Registration =
        """{"USER_ID": 1, "PHONE_NUMBER": "+12025550123", "TYPE": 2, "EXTERNAL_CALL_ID": "1763720000.7"}""";

    private const string Task =
        """{"fields": {"TITLE": "Call back: 100% _Ivan_", "RESPONSIBLE_ID": 2, "DESCRIPTION": "Soon"},"""
            + """ "$mark": "1763720000.7"}""";

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_method_answers_with_its_result()
    {
        await using var portal = await TestPortal.StartAsync();

        var contact = await SendAsync(portal, "crm.contact.get", """{"ID": 11}""");

        contact.GetProperty("NAME").GetString().Should().Be("Ivan");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_registration_with_a_lost_answer_is_the_same_call()
    {
        await using var portal = await TestPortal.StartAsync();

        await LoseAsync(portal, "telephony.externalcall.register", Registration);
        var again = await SendAsync(portal, "telephony.externalcall.register", Registration, outcomeUnknown: true);

        var call = portal.Sandbox.Table("call").Should().ContainSingle().Which!;
        again.GetProperty("CALL_ID").GetString().Should().Be((string)call["CALL_ID"]!);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("telephony.externalcall.finish"), DataRow("Telephony.ExternalCall.FINISH")]
    public async Task A_finish_with_a_lost_answer_returns_the_calls_activity(string method)
    {
        await using var portal = await TestPortal.StartAsync();
        await FinishedAsync(portal, "another");
        var finish = $$"""{"CALL_ID": "{{await CallAsync(portal)}}", "USER_ID": 1, "DURATION": 5}""";

        await LoseAsync(portal, method, finish);
        var again = await SendAsync(portal, method, finish, outcomeUnknown: true);

        portal.Sandbox.Table("statistic").Should().HaveCount(2);
        var own = portal.Sandbox.Table("statistic")[1]!;
        again.GetProperty("CALL_ID").GetString().Should().Be((string)own["CALL_ID"]!);
        again.GetProperty("CRM_ACTIVITY_ID").GetInt64().Should().Be((int)own["CRM_ACTIVITY_ID"]!);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_finish_that_was_not_done_before_is_sent()
    {
        await using var portal = await TestPortal.StartAsync();
        var finish = $$"""{"CALL_ID": "{{await CallAsync(portal)}}", "USER_ID": 1, "DURATION": 5}""";

        var answer = await SendAsync(portal, "telephony.externalcall.finish", finish, outcomeUnknown: true);

        answer.GetProperty("CALL_DURATION").GetInt32().Should().Be(5);
        portal.Sandbox.Requests.Should().NotContain(request => request.Method == "crm.activity.list");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_finish_without_an_activity_returns_none()
    {
        await using var portal = await TestPortal.StartAsync();

        var answer = await SendAsync(
            portal, "telephony.externalcall.finish",
            """{"CALL_ID": "externalCall.1", "USER_ID": 1}""", outcomeUnknown: true);

        answer.GetRawText().Should().Be("""{"CALL_ID":"externalCall.1","CRM_ACTIVITY_ID":null}""");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_first_finish_of_a_call_that_is_not_open_is_an_error()
    {
        await using var portal = await TestPortal.StartAsync();

        var error = await FailsAsync(
            portal, "telephony.externalcall.finish", """{"CALL_ID": "externalCall.1", "USER_ID": 1}""");

        Bitrix24Refusals.IsCallNotOpen(error).Should().BeTrue();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Other_errors_of_a_finish_stay_errors()
    {
        await using var portal = await TestPortal.StartAsync();

        var error = await FailsAsync(
            portal, "telephony.externalcall.finish",
            """{"CALL_ID": "externalCall.1", "USER_ID": 99}""", outcomeUnknown: true);

        error.Message.Should().Contain("User is not found");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_task_with_a_lost_answer_exists_once()
    {
        await using var portal = await TestPortal.StartAsync();

        await LoseAsync(portal, "tasks.task.add", Task);
        var again = await SendAsync(portal, "tasks.task.add", Task, outcomeUnknown: true);

        var task = portal.Sandbox.Table("task").Should().ContainSingle().Which!;
        again.GetProperty("task").GetProperty("id").GetString().Should().Be((string)task["id"]!);
        ((string)task["description"]!).Should().Be("Soon\n1763720000.7");
        portal.Sandbox.Requests.Should().NotContain(request => request.Parameters.ToJsonString().Contains("$mark"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Tasks_of_two_calls_with_one_title_and_employee_are_two_tasks()
    {
        await using var portal = await TestPortal.StartAsync();
        await SendAsync(portal, "tasks.task.add", Task);

        await SendAsync(portal, "tasks.task.add", Task.Replace("1763720000.7", "1763720000.70"), outcomeUnknown: true);
        await SendAsync(portal, "tasks.task.add", Task.Replace("1763720000.7", "1763720000"), outcomeUnknown: true);

        portal.Sandbox.Table("task").Should().HaveCount(3);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_task_is_found_among_many_with_its_title()
    {
        await using var portal = await TestPortal.StartAsync();
        await LoseAsync(portal, "tasks.task.add", Task);
        foreach (var batch in Enumerable.Range(0, 260).Chunk(50))
            await portal.Client.BatchAsync([.. batch.Select(Another)], halt: true, portal.Token);

        await SendAsync(portal, "tasks.task.add", Task, outcomeUnknown: true);

        portal.Sandbox.Table("task").Should().HaveCount(261);
        portal.Sandbox.Requests.Count(request => request.Method == "tasks.task.list").Should().Be(6);

        static Bitrix24Command Another(int number) => new($"task{number}", "tasks.task.add",
            new() { ["fields"] = JsonNode.Parse(Task)!["fields"]!.DeepClone() });
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_task_without_a_mark_is_added_unchanged()
    {
        await using var portal = await TestPortal.StartAsync();
        const string task = """{"fields": {"TITLE": "t", "RESPONSIBLE_ID": 1}}""";

        await SendAsync(portal, "tasks.task.add", task);
        await SendAsync(portal, "tasks.task.add", task, outcomeUnknown: true);

        portal.Sandbox.Table("task").Select(one => (string)one!["description"]!).Should().Equal("", "");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("contact"), DataRow("lead")]
    public async Task A_client_with_a_lost_answer_exists_once(string type)
    {
        await using var portal = await TestPortal.StartAsync();
        const string client =
            """{"fields": {"TITLE": "t", "PHONE": [{"VALUE": "+12025550177", "VALUE_TYPE": "WORK"}]}}""";
        var before = portal.Sandbox.Table(type).Count;

        await LoseAsync(portal, $"crm.{type}.add", client);
        var again = await SendAsync(portal, $"crm.{type}.add", client, outcomeUnknown: true);

        portal.Sandbox.Table(type).Should().HaveCount(before + 1);
        $"{again.GetInt64()}".Should().Be((string)portal.Sandbox.Table(type)[before]!["ID"]!);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_client_that_does_not_exist_yet_is_added()
    {
        await using var portal = await TestPortal.StartAsync();

        await SendAsync(
            portal, "crm.lead.add", """{"fields": {"PHONE": [{"VALUE": "+12025550123"}]}}""", outcomeUnknown: true);
        await SendAsync(portal, "crm.contact.add", """{"fields": {"NAME": "Nobody's number"}}""", outcomeUnknown: true);

        portal.Sandbox.Table("lead").Should().ContainSingle();
        portal.Sandbox.Table("contact").Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_is_sent_with_its_name()
    {
        await using var portal = await TestPortal.StartAsync();
        var call = await FinishedAsync(portal);
        File.WriteAllBytes(_folder.File("in.mp3"), Some.Bytes(100_000));

        var answer = await SendAsync(
            portal, "telephony.externalCall.attachRecord", Record(call, _folder.File("in.mp3")));

        answer.GetProperty("FILE_ID").GetInt32().Should().BePositive();
        var record = portal.Sandbox.Table("statistic")[0]!["RECORD"]!;
        ((string)record["NAME"]!, (long)record["SIZE"]!).Should().Be(("in.mp3", 100_000));
        portal.Sandbox.Requests.Should().NotContain(request => request.Parameters.ToJsonString().Contains("$file"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_with_a_lost_answer_is_sent_again()
    {
        await using var portal = await TestPortal.StartAsync();
        var record = Record(await FinishedAsync(portal), _folder.Write("in.mp3", "sound"));
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.CutAfter, Methods = ["upload"], Times = 1 });
        (await FailsAsync(portal, "telephony.externalCall.attachRecord", record)).OutcomeUnknown.Should().BeTrue();

        await SendAsync(portal, "telephony.externalCall.attachRecord", record, outcomeUnknown: true);

        portal.Sandbox.Table("statistic")[0]!["RECORD"]!["SIZE"]!.GetValue<long>().Should().Be(5);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_link_is_sent_like_any_other_request()
    {
        await using var portal = await TestPortal.StartAsync();
        var call = await FinishedAsync(portal);

        await SendAsync(portal, "telephony.externalCall.attachRecord",
            $$"""{"CALL_ID": "{{call}}", "RECORD_URL": "https://pbx.example.com/a.mp3"}""");

        ((string)portal.Sandbox.Table("statistic")[0]!["RECORD"]!["NAME"]!).Should().Be("a.mp3");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("none.mp3", "cannot be read: *Check the folder of recordings")]
    [DataRow("empty.mp3", "is empty: check MixMonitor")]
    [DataRow("", "cannot be read: ")]
    public async Task A_missing_recording_is_named_and_nothing_is_sent(string name, string expected)
    {
        await using var portal = await TestPortal.StartAsync();
        _folder.Write("empty.mp3", "");

        var error = await FailsAsync(
            portal, "telephony.externalCall.attachRecord", Record("externalCall.1", _folder.File(name)));

        error.Failure.Should().Be(CrmFailure.Rejected);
        error.Message.Should().Contain(_folder.File(name)).And.Match($"*{expected}*");
        portal.Sandbox.Requests.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Sending_does_not_change_the_parameters_of_the_outbox()
    {
        await using var portal = await TestPortal.StartAsync();
        var parameters = JsonNode.Parse(Task)!.AsObject();

        await new Bitrix24Transport(portal.Client)
            .SendAsync("tasks.task.add", parameters, outcomeUnknown: true, portal.Token);

        JsonNode.DeepEquals(parameters, JsonNode.Parse(Task)).Should().BeTrue();
    }

    private static Task<JsonElement> SendAsync(
        TestPortal portal, string method, string parameters, bool outcomeUnknown = false) =>
        new Bitrix24Transport(portal.Client)
            .SendAsync(method, JsonNode.Parse(parameters)!.AsObject(), outcomeUnknown, portal.Token);

    private static async Task<CrmException> FailsAsync(
        TestPortal portal, string method, string parameters, bool outcomeUnknown = false) =>
        (await portal.Awaiting(one => SendAsync(one, method, parameters, outcomeUnknown))
            .Should().ThrowAsync<CrmException>()).Which;

    // Done, but not answered.
    private static async Task LoseAsync(TestPortal portal, string method, string parameters)
    {
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.CutAfter, Methods = [method], Times = 1 });
        (await FailsAsync(portal, method, parameters)).OutcomeUnknown.Should().BeTrue();
    }

    private static async Task<string> CallAsync(TestPortal portal, string id = "1763720000.7") =>
        (await SendAsync(portal, "telephony.externalcall.register", Registration.Replace("1763720000.7", id)))
            .GetProperty("CALL_ID").GetString()!;

    private static async Task<string> FinishedAsync(TestPortal portal, string id = "1763720000.7")
    {
        var call = await CallAsync(portal, id);
        await SendAsync(portal, "telephony.externalcall.finish", $$"""{"CALL_ID": "{{call}}", "USER_ID": 1}""");
        return call;
    }

    private static string Record(string call, string file) =>
        new JsonObject { ["CALL_ID"] = call, [PseudoParameters.File] = file }.ToJsonString();
}
