using System.Globalization;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

[TestClass]
public sealed class FaultRunToKommoTests : FaultRunTests
{
    private static readonly KommoFaultKind[] Faults =
    [
        KommoFaultKind.Outage, KommoFaultKind.Error, KommoFaultKind.CutBefore, KommoFaultKind.CutAfter,
        KommoFaultKind.Html, KommoFaultKind.BrokenJson,
    ];

    private KommoSandbox _account = null!;

    [TestCleanup]
    public async Task Clean() => await _account.DisposeAsync();

    [TestMethod, Timeout(400_000)]
    [DataRow(StorageFault.Locked)]
    [DataRow(StorageFault.Stopped)]
    public Task Every_call_is_complete_once_though_database_employee_and_tokens_fail(StorageFault fault) =>
        PassAsync(fault);

    protected override int Done => _account.Requests.Count(request => request.Done);

    protected override bool IsComplete =>
        _account.Table("calls").Count >= Calls && _account.Table("tasks").Count >= ManyCallsRun.Missed(Calls);

    protected override string State => $"{_account.Table("calls").Count} of {Calls} calls and "
        + $"{_account.Table("tasks").Count} of {ManyCallsRun.Missed(Calls)} tasks are there.";

    // Each call has a client of its own.
    internal override IEnumerable<CelRecord> Of(IEnumerable<CelRecord> records) => records.Select(record =>
        record.Of($"1202556{int.Parse(record.LinkedId[^6..], CultureInfo.InvariantCulture):0000}"));

    internal override async Task<JsonObject> OpenCrmAsync()
    {
        _account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit with { Time = Run.Clock }, Run.Limit);
        var section = ManyCallsToKommoTests.Section(_account, Run.File("tokens"));
        Run.Write("kommo/process_task_creation_params.php", """
            <?php
            $params['text'] = $params['call_full']['channel']['id'];
            return ['state' => 'success', 'data' => $params];
            """);
        return new() { ["kommo"] = section };
    }

    protected override void AddFaults()
    {
        for (var kind = 0; kind < Faults.Length; kind++)
            _account.Faults.Add(new() { Kind = Faults[kind], Probability = 0.2 / Faults.Length, Seed = kind });
    }

    protected override void ClearFaults() => _account.Faults.Clear();

    protected override void Dismiss() => _account.Dismiss(501);

    protected override void RefuseTokens(TimeSpan time)
    {
        _account.Faults.Add(new()
        {
            Kind = KommoFaultKind.Refused, Paths = ["/oauth2/"], Status = 400,
            Detail = "The integration is switched off", Seconds = time.TotalSeconds,
        });
        _account.ExpireTokens();
    }

    protected override void ShouldBeCompleteOnce()
    {
        _account.Table("calls").Select(call => $"{call!["uniq"]}").Should().OnlyHaveUniqueItems().And.HaveCount(Calls);
        _account.Table("tasks").Select(task => $"{task!["text"]}").Should().OnlyHaveUniqueItems()
            .And.HaveCount(ManyCallsRun.Missed(Calls));
        _account.Table("contacts").Select(contact => $"{contact!["name"]}").Should().OnlyHaveUniqueItems();
    }
}
