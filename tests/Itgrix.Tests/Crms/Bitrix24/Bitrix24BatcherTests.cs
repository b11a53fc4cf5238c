using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Requests that wait for the portal's rate limit are batched, and a batch counts as one request.</summary>
[TestClass]
public sealed class Bitrix24BatcherTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    private readonly ManualTime _time = new();
    private Task _last = Task.CompletedTask;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Requests_within_the_rate_limit_are_sent_alone()
    {
        await using var portal = await StartAsync();
        await using var calls = new Bitrix24Batcher(portal.Client);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => AddAsync(calls, portal, $"lead {number}")));

        portal.Sandbox.Requests.Select(request => request.Method).Should().HaveCount(20)
            .And.OnlyContain(method => method == "crm.lead.add");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Queued_requests_are_batched_within_the_rate_limit()
    {
        await using var portal = await FullAsync();
        await using var calls = new Bitrix24Batcher(portal.Client);
        var before = portal.Sandbox.Requests.Count;

        await PassAsync(
            Task.WhenAll(Enumerable.Range(0, 100).Select(number => AddAsync(calls, portal, $"lead {number}"))));

        portal.Sandbox.Table("lead").Select(lead => $"{lead!["TITLE"]}").Should()
            .BeEquivalentTo(Enumerable.Range(0, 100).Select(number => $"lead {number}"));
        (portal.Sandbox.Requests.Count - before).Should().BeLessThan(20, "up to 20 go together");
        portal.Sandbox.Beyond.Should().Be(0);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Each_request_of_a_batch_has_its_own_answer_or_error()
    {
        await using var portal = await FullAsync();
        await using var calls = new Bitrix24Batcher(portal.Client);

        var asked = Enumerable.Range(0, 40).Select(number => TriedAsync(number % 2 == 0
            ? calls.CallAsync("crm.contact.get", new() { ["ID"] = 11 }, portal.Token)
            : calls.CallAsync("crm.contact.get", new() { ["ID"] = 1000 + number }, portal.Token))).ToList();
        await PassAsync(Task.WhenAll(asked));

        portal.Sandbox.Requests.Should().Contain(request => request.Method == "batch");
        for (var number = 0; number < 40; number++)
            (await asked[number]).Should().Be(number % 2 == 0 ? "Ivan" : "Rejected");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_batch_with_a_lost_answer_has_an_unknown_outcome_for_each_request()
    {
        await using var portal = await FullAsync();
        await using var calls = new Bitrix24Batcher(portal.Client);
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.CutAfter, Methods = ["batch"], Times = 1 });

        var asked = Enumerable.Range(0, 30)
            .Select(number => TriedAsync(AddAsync(calls, portal, $"lead {number}"))).ToList();
        await PassAsync(Task.WhenAll(asked));

        var lost = await Task.WhenAll(asked);
        lost.Count(outcome => outcome == "Lost, may be done")
            .Should().BeInRange(2, 20).And.Be(30 - lost.Count(outcome => outcome == "done"));
        portal.Sandbox.Table("lead").Should().HaveCount(30);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Requests_of_a_refused_batch_are_sent_alone()
    {
        await using var portal = await FullAsync();
        await using var calls = new Bitrix24Batcher(portal.Client);
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.TooLarge, Methods = ["batch"] });

        await PassAsync(
            Task.WhenAll(Enumerable.Range(0, 30).Select(number => AddAsync(calls, portal, $"lead {number}"))));

        portal.Sandbox.Table("lead").Should().HaveCount(30);
        portal.Sandbox.Beyond.Should().Be(0);
    }

    [TestMethod]
    [DataRow("""{"A": "text", "B": 7, "C": {"D": ["x", "y"]}}""", true)]
    [DataRow("""{"A": "", "B": "ä & = % + ?", "UF_CRM_1": 1.5}""", true)]
    [DataRow("""{"A": null}""", false)]
    [DataRow("""{"A": []}""", false)]
    [DataRow("""{"A": {"B": {}}}""", false)]
    [DataRow("""{"A": true}""", false)]
    [DataRow("""{"A": {"B": ["costs $result[c0][ID]"]}}""", false)]
    [DataRow("""{"A[B]": "x"}""", false)]
    [DataRow("""{"A.B": "x"}""", false)]
    [DataRow("""{}""", false)]
    public void Requests_that_a_batch_cannot_express_are_sent_alone(string parameters, bool canGo) =>
        Bitrix24Batch.CanHold("crm.lead.add", JsonNode.Parse(parameters)!.AsObject()).Should().Be(canGo);

    [TestMethod]
    public void Long_requests_are_sent_alone() =>
        Bitrix24Batch.CanHold("crm.lead.add", new() { ["A"] = new string('x', 9000) }).Should().BeFalse();

    private Task<TestPortal> StartAsync() => TestPortal.StartAsync(
        new() { IsStrictAboutWebhooks = false, Time = _time, Drain = 2, Hold = 50 },
        options =>
            options with { RequestsPerSecond = 2, Burst = 50, Timeout = TimeSpan.FromHours(5) }, isWebhook: true);

    // Nothing passes until the clock goes on, and one request waits already.
    private async Task<TestPortal> FullAsync()
    {
        var portal = await StartAsync();
        while (portal.Client.Waiting == 0)
        {
            var before = _last;
            _last = portal.Client.CallAsync("user.current", null, portal.Token);
            await before;
        }
        return portal;
    }

    private async Task PassAsync(Task done)
    {
        await Eventually.CompletedAsync(done, () => _time.Advance(Half));
        await _last;
    }

    private static Task<Bitrix24Answer> AddAsync(Bitrix24Batcher calls, TestPortal portal, string title) =>
        calls.CallAsync("crm.lead.add", new() { ["fields"] = new JsonObject { ["TITLE"] = title } }, portal.Token);

    private static async Task<string> TriedAsync(Task<Bitrix24Answer> call)
    {
        try
        {
            var result = (await call).Result;
            return result.ValueKind == System.Text.Json.JsonValueKind.Object
                ? result.GetProperty("NAME").GetString()! : "done";
        }
        catch (CrmException error)
        {
            return error.OutcomeUnknown ? $"{error.Failure}, may be done" : $"{error.Failure}";
        }
    }
}
