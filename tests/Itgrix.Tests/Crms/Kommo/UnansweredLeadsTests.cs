using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Telephony;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>Leads that Kommo does not tell, while it answers other queries.</summary>
[TestClass]
public sealed class UnansweredLeadsTests
{
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
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_call_goes_on_without_the_leads_after_ten_minutes_and_creates_no_second_one(bool isRefused)
    {
        await using var account = await KommoSandbox.StartAsync(
            AccountSettings.WithoutLimit with { Time = _time }, _limit.Token);
        await using var run = await StartAsync(account);
        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends", prefix: "first"), _limit.Token);
        account.Table("leads").Should().ContainSingle();
        account.Faults.Add(new()
        {
            Kind = isRefused ? KommoFaultKind.Refused : KommoFaultKind.Error, Status = 400, Method = "GET",
            Paths = ["/api/v4/leads"],
        });

        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends"), _limit.Token);
        for (var minutes = 0; minutes < 20 && !isRefused; minutes += 2)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await run.Account.Employees.RefreshAsync(_limit.Token);
            await run.PassAsync(TimeSpan.FromMinutes(1), _limit.Token);
        }

        account.Table("calls").Should().HaveCount(2);
        account.Table("leads").Should().ContainSingle();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task While_Kommo_refuses_to_search_for_clients_none_is_created()
    {
        await using var account = await KommoSandbox.StartAsync(
            AccountSettings.WithoutLimit with { Time = _time }, _limit.Token);
        await using var run = await StartAsync(account);
        account.Faults.Add(
            new() { Kind = KommoFaultKind.Refused, Status = 400, Method = "GET", Paths = ["/api/v4/contacts"] });

        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends"), _limit.Token);

        account.Table("contacts").Should().ContainSingle("it was there before");
        account.Table("calls").Should().ContainSingle("Kommo finds the client itself");
    }

    private Task<AccountRun> StartAsync(KommoSandbox account) => AccountRun.StartAsync(
        services => new KommoAccount(new()
        {
            Account = account.Address, LongLivedToken = new(account.Settings.LongLivedToken),
            RequestsPerSecond = 1_000_000, Tokens = _folder.File("tokens.json"),
            Calls = new() { DefaultUser = 503, Create = new(KommoClientKind.Lead, KommoClientKind.Lead) },
        }, services), _folder.File("outbox.db"), _time, _limit.Token);
}
