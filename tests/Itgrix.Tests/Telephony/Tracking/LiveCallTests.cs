using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Crms.Bitrix24;
using Itgrix.Tests.Crms.Kommo;
using Itgrix.Tests.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>A real Asterisk plays each scenario; the live call matches the expectation of its capture.</summary>
[TestClass]
public sealed class LiveCallTests
{
    // Rounded seconds, and phones that are a little late on a busy machine.
    private const int Tolerance = 2;

    private const int MaxTries = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private static readonly string[] Scenarios =
        [.. AsteriskKit.Scenarios.Where(name => File.Exists(Captures.PathOf(name + ".expected")))];

    private static readonly string[] Few =
        ["in_answered_caller_ends", "in_busy",
            "in_picked_up", "out_answered", "queue_linear_second_answers", "transfer_blind", "transfer_attended_keys"];

    private static readonly LaneRuns<Played> Newest = new(AsteriskFlavor.Newest, Scenarios, Play);
    private static readonly LaneRuns<Played> Old = new(AsteriskFlavor.Old, Few, Play);

    public static IEnumerable<object[]> Names => Scenarios.Select(name => new object[] { name });

    public static IEnumerable<object[]> FewNames => Few.Select(name => new object[] { name });

    [ClassCleanup]
    public static async Task BreakOff()
    {
        await Newest.DisposeAsync();
        await Old.DisposeAsync();
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task A_scenario_that_the_real_Asterisk_plays_is_read_as_expected(string scenario) =>
        CaptureTests.Check(scenario, (await Newest.Of(scenario).WaitAsync(Limit)).Calls, Tolerance);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task Bitrix24_gets_a_live_call_as_expected(string scenario)
    {
        using var limit = new CancellationTokenSource(Limit);
        await CaptureRequestTests.Check(
            scenario, (await Newest.Of(scenario).WaitAsync(limit.Token)).Stages, limit.Token, Tolerance);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task Kommo_gets_a_live_call_as_expected(string scenario)
    {
        using var limit = new CancellationTokenSource(Limit);
        await KommoCaptureTests.Check(
            scenario, (await Newest.Of(scenario).WaitAsync(limit.Token)).Stages, limit.Token, Tolerance);
    }

    [TestMethod]
    [DynamicData(nameof(FewNames))]
    public async Task The_oldest_supported_Asterisk_is_read_the_same(string scenario) =>
        CaptureTests.Check(scenario, (await Old.Of(scenario).WaitAsync(Limit)).Calls, Tolerance);

    [TestMethod]
    [DynamicData(nameof(FewNames))]
    public async Task An_old_Asterisk_yields_the_same_call(string scenario)
    {
        using var limit = new CancellationTokenSource(Limit);
        await CaptureRequestTests.Check(
            scenario, (await Old.Of(scenario).WaitAsync(limit.Token)).Stages, limit.Token, Tolerance);
    }

    [TestMethod]
    public async Task A_call_that_outlives_a_crash_of_the_service_is_finished_and_nothing_of_it_is_done_twice()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, limit.Token);
        await using var connector = new LiveConnector(LiveConnector.ConfigOf(asterisk));
        await connector.Start(limit.Token);

        var play = asterisk.Play("transfer_blind", limit.Token);
        await connector.Next(limit.Token);
        await connector.Next(limit.Token);
        await connector.Stop();
        await play;
        await connector.Start(limit.Token);
        await connector.Quiet();

        connector.Handled.Select(stage => stage.Key).Should().OnlyHaveUniqueItems();
        using var transcript = new CallTranscript.Transcriber();
        foreach (var stage in connector.Handled)
            await transcript.Take(stage, limit.Token);
        CaptureTests.Check("transfer_blind", transcript.Calls, Tolerance, withoutRecordings: true);
    }


    // Phones act by the clock: what they play while the machine stands still is another call, and is played again.
    private static async Task<Played> Play(RealAsterisk asterisk, string scenario, CancellationToken token)
    {
        for (var tries = 1; ; tries++)
        {
            using var pace = new MachinePace();
            try
            {
                var played = await PlayOnce(asterisk, scenario, token);
                if (!pace.StoodStill || tries == MaxTries)
                    return played;
            }
            catch (InvalidOperationException) when (pace.StoodStill && tries < MaxTries)
            {
                // The phones saw it too.
            }
        }
    }

    private static async Task<Played> PlayOnce(RealAsterisk asterisk, string scenario, CancellationToken token)
    {
        using var transcript = new CallTranscript.Transcriber();
        await using var connector = new LiveConnector(LiveConnector.ConfigOf(asterisk), transcript.Take);
        await connector.Start(token);
        await asterisk.Play(scenario, token);
        await connector.Quiet();
        return new(transcript.Calls, [.. connector.Handled]);
    }

    private sealed record Played(IReadOnlyList<CallTranscript> Calls, IReadOnlyList<CallStageEvent> Stages);
}
