using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms;

/// <summary>Calls of extensions that are listed, and of others.</summary>
[TestClass]
public sealed class ExtensionListTests
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task A_call_of_an_excluded_extension_is_not_delivered(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var run = new FlowRun(crm) { Extensions = new() { Except = [new("101")] } };

        await run.Play(new CelStream().Whole(), Tracker(), _limit.Token);

        run.Sent.Should().BeEmpty();
        run.Asked.Should().BeEmpty("no hook runs for a call that is not delivered");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task A_call_with_a_listed_extension_is_delivered(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var run = new FlowRun(crm) { Extensions = new() { Only = [new("102")] } };
        var cel = new CelStream();

        await run.Play(
            [cel.Starts("PJSIP/trunk-1", "c1", "12025550123", "2025550101"), cel.Starts("PJSIP/101-2", "c1.2", "101"),
            cel.Starts("PJSIP/102-3", "c1.3", "102"),
            cel.HangsUp("PJSIP/101-2", "c1.2", 19), cel.HangsUp("PJSIP/102-3", "c1.3", 19),
            cel.HangsUp("PJSIP/trunk-1", "c1"), cel.Ends()], Tracker(), _limit.Token);

        run.Sent.Should().NotBeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_with_an_extension_that_is_excluded_meanwhile_does_not_stay_open_in_the_portal()
    {
        await using var run = new FlowRun(Crm.Bitrix24);
        var (cel, tracker) = (new CelStream(), Tracker());
        await run.Play(cel.Answered(), tracker, _limit.Token);
        run.Extensions = new() { Except = [new("101")] };

        await run.Play(cel.Over(), tracker, _limit.Token);

        run.SentMethods.First().Should().Be("telephony.externalcall.register");
        run.SentMethods.Last().Should().Be("telephony.externalcall.finish");
    }

    private static CallTracker Tracker() => new() { Numbers = CallTranscript.Numbers };
}
