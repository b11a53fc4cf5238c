using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Queries that the portal does not answer, while it answers others.</summary>
[TestClass]
public sealed class UnansweredQueryTests
{
    private const string Search = "telephony.externalCall.searchCrmEntities";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("crm.contact.get", ClientCalls.Known)]
    [DataRow(Search, ClientCalls.Known)]
    [DataRow(Search, ClientCalls.Stranger)]
    public async Task A_call_goes_on_without_a_query_that_fails_for_ten_minutes_while_others_are_answered(
        string method, string client)
    {
        await using var portal = await PortalAsync();
        portal.Faults.Add(new() { Kind = FaultKind.Error, Methods = [method] });
        await using var run = await StartAsync(portal);

        await run.DeliverAsync(ClientCalls.Of("in_no_answer", client), _limit.Token);
        await OthersAsync(run, minutes: 8);
        portal.Table("task").Should().BeEmpty("the client's name may still come");

        await OthersAsync(run, minutes: 8);

        portal.Table("statistic").Should().ContainSingle();
        portal.Table("task").Should().ContainSingle();
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_query_that_is_answered_in_time_is_waited_for()
    {
        await using var portal = await PortalAsync();
        portal.Faults.Add(new() { Kind = FaultKind.Error, Methods = ["crm.contact.get"], Seconds = 300 });
        await using var run = await StartAsync(portal);

        await run.DeliverAsync(ClientCalls.Of("in_no_answer"), _limit.Token);
        await OthersAsync(run, minutes: 12);

        portal.Table("task").Single()!["title"]!.ToString().Should().Contain("Ivan Ivanov");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task While_the_portal_answers_nothing_a_call_waits_for_its_queries_however_long()
    {
        await using var portal = await PortalAsync();
        await using var run = await StartAsync(portal);
        await run.Account.RefreshAsync(_limit.Token);
        portal.Faults.Add(new() { Kind = FaultKind.Error, Seconds = 4 * 3600 });

        await run.DeliverAsync(ClientCalls.Of("in_no_answer", ClientCalls.Stranger), _limit.Token);
        await OthersAsync(run, minutes: 4 * 60 + 10);

        portal.Table("contact").Should().HaveCount(2, "the unknown client is created after all");
        portal.Table("statistic").Should().ContainSingle();
    }

    // The portal is asked for its employees meanwhile.
    private async Task OthersAsync(AccountRun run, int minutes)
    {
        for (var minute = 0; minute < minutes; minute += 2)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await run.Account.RefreshAsync(_limit.Token);
            await run.PassAsync(TimeSpan.FromMinutes(1), _limit.Token);
        }
    }

    private Task<Bitrix24Sandbox> PortalAsync() => Bitrix24Sandbox.StartAsync(
        Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false, Time = _time }, _limit.Token);

    private Task<AccountRun> StartAsync(Bitrix24Sandbox portal) => AccountRun.StartAsync(
        services => new Bitrix24Portal(new()
        {
            RequestsPerSecond = 1e6, Burst = 1_000_000, Webhook = new(portal.Webhook),
            Calls = new()
            {
                DefaultUser = 3, Recording = RecordingMode.None, TaskOnMissed = new() { Incoming = true },
                Create = new(ClientKind.Contact, ClientKind.Contact),
            },
        }, services), _folder.File("outbox.db"), _time, _limit.Token);
}
