using System.Text.Json.Nodes;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

[TestClass]
public sealed class FaultRunToBitrix24Tests : FaultRunTests
{
    private static readonly FaultKind[] Faults =
    [
        FaultKind.Rate, FaultKind.Outage, FaultKind.Error, FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.Html,
    ];

    private Bitrix24Sandbox _portal = null!;

    [TestCleanup]
    public async Task Clean() => await _portal.DisposeAsync();

    [TestMethod, Timeout(400_000)]
    [DataRow(StorageFault.Locked)]
    [DataRow(StorageFault.Full)]
    [DataRow(StorageFault.Deleted)]
    [DataRow(StorageFault.Stopped)]
    public Task Every_call_is_complete_once_though_database_employee_and_tokens_fail(StorageFault fault) =>
        PassAsync(fault);

    protected override int Done => _portal.Requests.Count(request => request.Done);

    protected override bool IsComplete =>
        _portal.Table("statistic").Count >= Calls && _portal.Table("task").Count >= ManyCallsRun.Missed(Calls);

    protected override string State => $"{_portal.Table("call").Count} of {Calls} calls are registered, "
        + $"{_portal.Table("statistic").Count} finished, {_portal.Table("task").Count} of "
        + $"{ManyCallsRun.Missed(Calls)} tasks are there.";

    internal override async Task<JsonObject> OpenCrmAsync()
    {
        _portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { Time = Run.Clock, TokenLifetime = TimeSpan.FromDays(30) }, Run.Limit);
        return new()
        {
            ["bitrix24"] = new JsonObject
            {
                ["oauth"] = new JsonObject
                {
                    ["portal"] = $"{_portal.Address}",
                    ["client_id"] = _portal.Settings.ClientId,
                    ["client_secret"] = _portal.Settings.ClientSecret,
                    ["refresh_token"] = _portal.Settings.RefreshToken,
                    ["tokens"] = Run.File("bitrix24.tokens"),
                    ["server"] = $"{_portal.TokenAddress}",
                },
                ["default_user"] = 3,
                ["requests_per_second"] = 1000,
                ["burst"] = 10_000,
                ["recording"] = "none",
                ["task_on_missed"] = new JsonObject { ["incoming"] = true },
            },
        };
    }

    protected override void AddFaults()
    {
        for (var kind = 0; kind < Faults.Length; kind++)
            _portal.Faults.Add(new() { Kind = Faults[kind], Probability = 0.2 / Faults.Length, Seed = kind });
    }

    protected override void ClearFaults() => _portal.Faults.Clear();

    protected override void Dismiss() => _portal.Dismiss(1);

    protected override void RefuseTokens(TimeSpan time)
    {
        _portal.Faults.Add(new()
        {
            Kind = FaultKind.Refused, Methods = ["oauth"], Status = 403, Code = "NOT_INSTALLED",
            Seconds = time.TotalSeconds,
        });
        _portal.ExpireTokens();
    }

    protected override void ShouldBeCompleteOnce()
    {
        _portal.Table("statistic").Select(row => $"{row!["EXTERNAL_CALL_ID"]}").Should().OnlyHaveUniqueItems()
            .And.HaveCount(Calls);
        _portal.Table("task").Select(task => $"{task!["description"]}").Should().OnlyHaveUniqueItems()
            .And.HaveCount(ManyCallsRun.Missed(Calls));
    }
}
