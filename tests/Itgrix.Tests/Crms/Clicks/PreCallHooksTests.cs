using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms.Clicks;

[TestClass]
public sealed class PreCallHooksTests
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod]
    [DataRow("bitrix24", "in_answered_caller_ends.ami", "bitrix24/customize_autodistribution")]
    [DataRow("kommo", "in_answered_caller_ends.ami", "kommo/customize_autodistribution")]
    [DataRow("bitrix24", "click_to_call.ami", "bitrix24/process_originate_params")]
    [DataRow("bitrix24", "in_unreachable.ami", null)]
    [DataRow("bitrix24", "internal_answered.ami", null)]
    [DataRow("bitrix24", "out_answered.ami", null)]
    public async Task Each_past_call_runs_its_hook_before_the_first_stage_at_most_once(
        string id, string capture, string? hook)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var run = new FlowRun(crm);

        foreach (var stage in StageRules.Tracker().Tell(CaptureEvents.Of(capture)))
            await run.PreCallHooks.RunAsync(stage, _limit.Token);

        run.Asked.Select(one => one.Outcome.Hook.Id).Should().Equal(hook is null ? [] : [hook]);
    }
}
