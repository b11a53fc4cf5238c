using Itgrix.Hooks;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>
/// What Bitrix24 gets of each recorded call, compared with the expectation beside it: the same for all versions and
/// drivers of Asterisk.
/// </summary>
[TestClass]
public sealed class CaptureRequestTests
{
    private static readonly Dictionary<string, int> Users =
        new() { ["101"] = 1, ["12025550199"] = 1, ["102"] = 2, ["103"] = 3 };

    public static IEnumerable<object[]> Names => Captures.All.Select(name => new object[] { name });

    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DynamicData(nameof(Names))]
    public Task Bitrix24_gets_a_captured_call_as_expected(string name) => Check(
        Path.GetFileNameWithoutExtension(name), StageRules.Tracker()
            .Tell(CaptureEvents.Of(name)), TestContext.CancellationToken);

    /// <summary>Delivers a scenario's stages to a portal, and compares the requests with the expectation.</summary>
    internal static async Task Check(
        string scenario, IReadOnlyList<CallStageEvent> stages, CancellationToken token, int tolerance = 1)
    {
        await using var run = new FlowRun(Crm.Bitrix24);
        var capture = new CaptureRequests(run, RequestTranscript.Of)
        {
            Before = stage =>
            {
                if (stage.Stage == CallStage.CallEnded)
                    OpenCards(run, stage.CallId)
                        .Should().BeSubsetOf(Talked(stage), "nobody else is shown the call at its end");
            },
        };
        var expected = await capture.CheckAsync(scenario + ".bitrix24", stages, token, tolerance);
        ShouldBeOver(run, expected.Sum(call => call.Count("register")));
    }

    [TestMethod]
    public void Every_capture_has_an_expectation_and_every_expectation_a_capture() =>
        CaptureRequests.ShouldBeOfAllCaptures("*.bitrix24");

    private static void ShouldBeOver(FlowRun run, int count)
    {
        var calls = run.Sandbox.Table("call")
            .Select(call => ((string?)call!["CALL_ID"], (bool)call["FINISHED"]!)).ToList();
        calls.Should().HaveCount(count).And.NotContain(call => !call.Item2);
        run.Sandbox.Table("statistic")
            .Select(call => (string?)call!["CALL_ID"]).Should().BeEquivalentTo(calls.Select(call => call.Item1));
        run.Sandbox.Requests.Should().NotContain(request => request.Status != 200);
    }

    private static IEnumerable<int> Talked(CallStageEvent end) => end.Call.Conversations.Values
        .Where(one => one.Channel.WasAnswered).Select(one => Users[one.Employee.Original]);

    private static IEnumerable<int> OpenCards(FlowRun run, string call) => run.Sandbox.Table("call")
        .Where(row => (string?)row!["EXTERNAL_CALL_ID"] == call)
        .SelectMany(row => row!["CARDS"]!.AsArray()).Select(id => (int)id!);
}
