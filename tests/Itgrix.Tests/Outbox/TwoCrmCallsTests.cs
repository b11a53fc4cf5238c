using System.Text.Json.Nodes;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Outbox;

/// <summary>The same calls to both CRMs: each gets them all, and none waits for the other.</summary>
[TestClass]
public sealed class TwoCrmCallsTests
{
    private const int Calls = 80, Half = Calls / 2;

    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(5);

    private readonly ManyCallsRun _run = new();
    private Bitrix24Sandbox _portal = null!;
    private KommoSandbox _account = null!;

    [TestInitialize]
    public async Task Start()
    {
        _portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, _run.Limit);
        _account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit, _run.Limit);
        var kommo = ManyCallsToKommoTests.Section(_account, _run.File("tokens"));
        kommo["timeout"] = Hangs.TotalSeconds;
        await _run.StartAsync(new()
        {
            ["bitrix24"] = new JsonObject
            {
                ["webhook"] = _portal.Webhook, ["default_user"] = 3, ["requests_per_second"] = 1000, ["burst"] = 10_000,
                ["timeout"] = 30, ["recording"] = "none", ["task_on_missed"] = new JsonObject { ["incoming"] = true },
            },
            ["kommo"] = kommo,
        });
    }

    [TestCleanup]
    public async Task Clean()
    {
        await _run.DisposeAsync();
        await _portal.DisposeAsync();
        await _account.DisposeAsync();
    }

    [TestMethod]
    public async Task Each_CRM_gets_every_call_once_though_the_other_hangs_or_is_down()
    {
        var records = ManyCallsRun.Records(Calls).ToLookup(record => Number(record) < Half);
        _account.Faults.Add(new() { Kind = KommoFaultKind.Hang, DelayMs = (int)Hangs.TotalMilliseconds });
        _run.Tell(records[true]);
        await _run.UntilAsync(() => _portal.Table("statistic").Count >= Half, Found).WaitAsync(TestTimeout.Value);
        _account.Table("calls").Should().BeEmpty("it hangs");

        _account.Faults.Clear();
        await _run.CrashAsync();
        await _run.UntilAsync(() => _account.Table("calls").Count >= Half, Found);

        _portal.Faults.Add(new() { Kind = FaultKind.Outage });
        _run.Tell(records[false]);
        await _run.UntilAsync(() => _account.Table("calls").Count >= Calls, Found).WaitAsync(TestTimeout.Value);
        _portal.Table("statistic").Should().HaveCount(Half, "it is away");

        _portal.Faults.Clear();
        await _run.UntilAsync(() => _portal.Table("statistic").Count >= Calls && _portal.Table("task").Count >= Missed
            && _account.Table("tasks").Count >= Missed, Found);
        await _run.StopAsync();

        _portal.Table("statistic")
            .Select(row => $"{row!["EXTERNAL_CALL_ID"]}").Should().OnlyHaveUniqueItems().And.HaveCount(Calls)
            .And.BeEquivalentTo(_account.Table("calls").Select(call => $"{call!["uniq"]}"));
        _portal.Table("task").Should().HaveCount(Missed);
        _account.Table("tasks").Should().HaveCount(Missed);
    }

    private static int Missed => ManyCallsRun.Missed(Calls);

    private static int Number(CelRecord record) =>
        int.Parse(record.LinkedId[^6..], System.Globalization.CultureInfo.InvariantCulture);

    private string Found() =>
        $"Bitrix24 has {_portal.Table("statistic").Count} calls and {_portal.Table("task").Count} tasks, "
        + $"Kommo {_account.Table("calls").Count} and {_account.Table("tasks").Count}.";
}
