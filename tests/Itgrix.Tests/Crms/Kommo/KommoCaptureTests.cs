using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>
/// What Kommo gets of each recorded call with most of its functions on, compared with the expectation beside it: the
/// same for all versions and drivers of Asterisk.
/// </summary>
[TestClass]
public sealed class KommoCaptureTests
{
    public static IEnumerable<object[]> Names => Captures.All.Select(name => new object[] { name });

    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DynamicData(nameof(Names))]
    public Task Kommo_gets_a_captured_call_as_expected(string name) => Check(
        Path.GetFileNameWithoutExtension(name), StageRules.Tracker()
            .Tell(CaptureEvents.Of(name)), TestContext.CancellationToken);

    [TestMethod]
    public void Every_capture_has_an_expectation_and_every_expectation_a_capture() =>
        CaptureRequests.ShouldBeOfAllCaptures("*.kommo");

    /// <summary>Delivers a scenario's stages to an account, and compares the requests with the expectation.</summary>
    internal static async Task Check(
        string scenario, IReadOnlyList<CallStageEvent> stages, CancellationToken token, int tolerance = 1)
    {
        await using var run = new FlowRun(Crm.Kommo) { KommoCalls = Settings };

        var expected = await new CaptureRequests(run, KommoTranscript.Of)
            .CheckAsync(scenario + ".kommo", stages, token, tolerance);

        run.Account.Table("calls").Should().HaveCount(expected.Sum(call => call.Count("call")));
        run.Account.Requests.Should().NotContain(request => request.Status >= 400);
    }

    private static KommoCallOptions Settings => new()
    {
        DefaultUser = 503,
        Users = new Dictionary<string, long> { ["12025550199"] = 501 },
        Create = new(KommoClientKind.Lead, KommoClientKind.Contact),
        Card = new(CardMoment.Ring, CardMoment.Ring),
        TaskOnMissed = new KommoCallOptions().TaskOnMissed with { Incoming = true, Outgoing = true },
        TaskOnNewContact = new() { IsOn = true },
        RecordingLink = "https://rec.example.com/{file}",
    };
}
