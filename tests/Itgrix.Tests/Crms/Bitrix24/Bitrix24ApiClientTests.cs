using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class Bitrix24ApiClientTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(true), DataRow(false)]
    public async Task A_method_is_called_with_its_parameters_and_answers_with_its_result(bool isWebhook)
    {
        await using var portal = await TestPortal.StartAsync(new() { Time = new ManualTime() }, isWebhook: isWebhook);

        var answer = await portal.CallAsync("user.get", """{"filter": {"UF_PHONE_INNER": "102"}}""");

        answer.Result.EnumerateArray().Single().GetProperty("NAME").GetString().Should().Be("Bob");
        (answer.Total, answer.Next).Should().Be((1, null));
        answer.Time!.OperatingResetIn.Should().Be(TimeSpan.FromMinutes(10));
        portal.Sandbox.Requests[^1].Parameters.ToJsonString().Should().Be("""{"filter":{"UF_PHONE_INNER":"102"}}""");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_parameters_of_the_caller_stay_as_they_are()
    {
        await using var portal = await TestPortal.StartAsync();
        var parameters = new JsonObject { ["ID"] = 11 };

        await portal.Client.CallAsync("crm.contact.get", parameters, portal.Token);
        await portal.Client.CallAsync("crm.contact.get", parameters, portal.Token);

        parameters.ToJsonString().Should().Be("""{"ID":11}""");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Numbers_and_texts_arrive_as_they_were_written()
    {
        await using var portal = await TestPortal.StartAsync();

        await portal.CallAsync(
            "crm.lead.add", """{"fields": {"TITLE": "Ünï/\"<b>\" 😀", "OPPORTUNITY": 12345678901234567890.10}}""");

        portal.Sandbox.Requests[^1].Parameters["fields"]!.ToJsonString().Should().Contain("12345678901234567890.10");
        portal.Sandbox.Table("lead")[0]!["TITLE"]!.GetValue<string>().Should().Be("Ünï/\"<b>\" 😀");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_list_is_read_page_by_page_to_its_end()
    {
        await using var portal = await TestPortal.StartAsync();
        for (var batch = 0; batch < 3; batch++)
            await portal.Client.BatchAsync([.. Enumerable.Range(0, 45).Select(Lead)], halt: false, portal.Token);

        var titles = await ReadAsync(portal.Client.ListAsync(
            "crm.lead.list",
            JsonNode.Parse("""{"select": ["TITLE"], "filter": {"TITLE": "lead"}}""")!.AsObject(), portal.Token));

        titles.Should().HaveCount(135).And.OnlyContain(lead => lead.GetProperty("TITLE").GetString() == "lead");
        portal.Sandbox.Requests.Where(request => request.Method == "crm.lead.list")
            .Select(request => (int)request.Parameters["start"]!).Should().Equal(0, 50, 100);

        static Bitrix24Command Lead(int number) =>
            new($"lead{number}", "crm.lead.add", new() { ["fields"] = new JsonObject { ["TITLE"] = "lead" } });
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_answer_that_is_not_a_list_is_an_error()
    {
        await using var portal = await TestPortal.StartAsync();

        var reading = portal.Awaiting(one => ReadAsync(one.Client.ListAsync("user.current", null, one.Token)));

        (await reading.Should().ThrowAsync<CrmException>()).Which.Message.Should().Contain("no list that ends");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_batch_returns_each_result_or_error_by_command_name()
    {
        await using var portal = await TestPortal.StartAsync();

        var results = await portal.Client.BatchAsync(
        [
            new("contact", "crm.contact.get", new() { ["ID"] = 11 }),
            new("missing", "crm.contact.get", new() { ["ID"] = 99 }),
            new("owner", "user.get", new() { ["ID"] = "$result[contact][ASSIGNED_BY_ID]" }),
        ], halt: false, portal.Token);

        results["contact"].Value.Result.GetProperty("LAST_NAME").GetString().Should().Be("Ivanov");
        results["owner"].Value.Result[0].GetProperty("NAME").GetString().Should().Be("Bob");
        results["owner"].Value.Total.Should().Be(1);
        results["missing"].Error!.Failure.Should().Be(CrmFailure.Rejected);
        results["missing"].Error!.Message.Should().Contain("crm.contact.get (in a batch)").And.Contain("Not found");
        results["missing"].Invoking(one => one.Value).Should().Throw<CrmException>();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_batch_that_halts_has_no_results_of_later_commands()
    {
        await using var portal = await TestPortal.StartAsync();

        var results = await portal.Client.BatchAsync(
            [new("first", "crm.contact.get"), new("second", "user.current")], halt: true, portal.Token);

        results.Keys.Should().Equal("first");
        results["first"].Error!.Detail.Should().Be("ID is not defined or invalid.");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Each_command_of_a_batch_uses_its_own_working_time()
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Sandbox.Spend("user.current", 480);

        await portal.Client.BatchAsync([new("user", "user.current")], halt: true, portal.Token);

        portal.Client.BlockedUntil("user.current").Should().NotBeNull();
        portal.Client.BlockedUntil("batch").Should().BeNull();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_command_without_working_time_blocks_only_its_method()
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Sandbox.Spend("user.current", 481);

        var results = await portal.Client.BatchAsync(
            [new("user", "user.current"), new("users", "user.get")], halt: false, portal.Token);

        results["user"].Error!.Failure.Should().Be(CrmFailure.RateLimited);
        results["users"].Value.Total.Should().Be(3);
        portal.Client.BlockedUntil("user.current").Should().NotBeNull();
        portal.Client.BlockedUntil("user.get").Should().BeNull();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_invalid_batch_is_not_sent()
    {
        await using var portal = await TestPortal.StartAsync();

        await portal.Awaiting(
            one => one.Client.BatchAsync([.. Enumerable.Range(0, 51).Select(n => new Bitrix24Command($"c{n}", "m"))],
            false, one.Token)).Should().ThrowAsync<ArgumentException>().WithMessage("*1 to 50*51*");
        await portal.Awaiting(one => one.Client.BatchAsync([new("0", "m")], false, one.Token))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*begin with a letter*");
        portal.Sandbox.Requests.Should().BeEmpty();
    }

    private static async Task<List<JsonElement>> ReadAsync(IAsyncEnumerable<JsonElement> entries)
    {
        var read = new List<JsonElement>();
        await foreach (var entry in entries)
            read.Add(entry);
        return read;
    }
}
