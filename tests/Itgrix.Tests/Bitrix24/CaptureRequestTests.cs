using Itgrix.Hooks;
using Itgrix.Runtime.Calls;
using Itgrix.Tests.Calls;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Bitrix24;

/// <summary>
/// What Bitrix24 is told of each recorded call, against the expectation that is written beside it: the same for all
/// versions and drivers of Asterisk.
/// </summary>
[TestClass]
public sealed class CaptureRequestTests
{
    private static readonly Dictionary<string, int> Users = new() { ["101"] = 1, ["12025550199"] = 1, ["102"] = 2, ["103"] = 3 };

    public static IEnumerable<object[]> Names => Captures.All.Select(name => new object[] { name });

    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(60_000)]
    [DynamicData(nameof(Names))]
    public Task Bitrix24_is_told_of_a_capture_as_expected(string name) => Check(
        Path.GetFileNameWithoutExtension(name), StageRules.Tracker().Tell(CaptureEvents.Of(name)), TestContext.CancellationToken);

    /// <summary>Tells a portal of a scenario's stages, and compares with what is expected.</summary>
    internal static async Task Check(string scenario, IReadOnlyList<StageReached> stages, CancellationToken token, int tolerance = 1)
    {
        await using var run = new FlowRun(Crm.Bitrix24);
        await run.StartAsync();
        var expected = ExpectedRequests.OfFile(Captures.PathOf(scenario + ".bitrix24"));

        var calls = new Dictionary<string, List<string>>();
        foreach (var stage in stages)
        {
            if (stage.Stage == CallStage.CallEnded)
                OpenCards(run, stage.CallId).Should().BeSubsetOf(Talked(stage), "nobody else is shown the call at its end");
            var before = run.Sent.Count;
            await run.ReachedAsync(stage, token);
            calls.TryAdd(stage.CallId, []);
            calls[stage.CallId].AddRange(run.Sent.Skip(before).Select(RequestTranscript.Of));
        }

        var ends = stages.Where(stage => stage.Stage == CallStage.CallEnded).ToDictionary(CallTranscript.HeaderOf, stage => calls[stage.CallId]);
        ends.Keys.Should().BeEquivalentTo(expected.Select(call => call.Header), "these are the calls of {0}", scenario);
        foreach (var call in expected)
            call.Difference(ends[call.Header], tolerance).Should().BeNull();
        ShouldBeOver(run, expected.Sum(call => call.Registrations));
    }

    [TestMethod]
    public void Every_capture_has_an_expectation_and_every_expectation_a_capture() =>
        Directory.EnumerateFiles(Captures.Folder, "*.bitrix24").Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo(Captures.All.Select(Path.GetFileNameWithoutExtension).Distinct());

    [TestMethod]
    [DataRow("show to Bob\nfinish for Bob 200 4 s", null)]
    [DataRow("show to Bob\nhide from Alice\nfinish for Bob 200 5 s", null)]
    [DataRow("show to Bob\nhide from Alice\nfinish for Bob 200 6 s", "'finish for Bob 200 4 s' does not come as request 3")]
    [DataRow("show to Bob\nfinish for Bob 304 4 s", "'finish for Bob 200 4 s' does not come as request 2")]
    [DataRow("finish for Bob 200 4 s", "'show to Bob' does not come as request 1")]
    [DataRow("show to Bob\nfinish for Bob 200 4 s\nrecord", "'record' is too much")]
    public void An_expectation_finds_what_is_otherwise(string requests, string? problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.bitrix24", "# a comment\ncall incoming 1 -> 2\nshow to Bob\n(hide from Alice)\nfinish for Bob 200 4 s\n");

        var found = ExpectedRequests.OfFile(folder.File("one.bitrix24"))[0].Difference(requests.Split('\n'));

        (found?.Split(".\n")[0]).Should().Be(problem);
    }

    [TestMethod]
    [DataRow("register for Alice\nshow to Alice\nshow to Bob\nhide from Bob", null)]
    [DataRow("register for Bob\nshow to Bob\nhide from Bob", null)]
    [DataRow("register for Alice\nshow to Bob\nshow to Alice\nhide from Bob",
        "'register for Alice, show to Alice, show to Bob | register for Bob, show to Bob' does not come as request 1")]
    [DataRow("register for Alice\nshow to Bob\nhide from Bob",
        "'register for Alice, show to Alice, show to Bob | register for Bob, show to Bob' does not come as request 1")]
    [DataRow("register for Bob\nshow to Bob\nshow to Alice\nhide from Bob", "'hide from Bob' does not come as request 3")]
    public void Of_several_ways_one_comes_as_a_whole(string requests, string? problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.bitrix24", """
            call incoming 1 -> 2
            either
              register for Alice
              show to Alice
              show to Bob
            or
              register for Bob
              show to Bob
            hide from Bob
            """);

        var expected = ExpectedRequests.OfFile(folder.File("one.bitrix24"))[0];

        (expected.Difference(requests.Split('\n'))?.Split(".\n")[0]).Should().Be(problem);
        expected.Registrations.Should().Be(1);
    }

    private static void ShouldBeOver(FlowRun run, int count)
    {
        var calls = run.Sandbox.Table("call").Select(call => ((string?)call!["CALL_ID"], (bool)call["FINISHED"]!)).ToList();
        calls.Should().HaveCount(count).And.NotContain(call => !call.Item2);
        run.Sandbox.Table("statistic").Select(call => (string?)call!["CALL_ID"]).Should().BeEquivalentTo(calls.Select(call => call.Item1));
        run.Sandbox.Requests.Should().NotContain(request => request.Status != 200);
    }

    private static IEnumerable<int> Talked(StageReached end) => end.Call.Conversations.Values
        .Where(one => one.Channel.WasAnswered).Select(one => Users[one.Employee.Original]);

    private static IEnumerable<int> OpenCards(FlowRun run, string call) => run.Sandbox.Table("call")
        .Where(row => (string?)row!["EXTERNAL_CALL_ID"] == call).SelectMany(row => row!["CARDS"]!.AsArray()).Select(id => (int)id!);
}
