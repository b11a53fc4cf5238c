using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>Clicks that become calls on a real Asterisk.</summary>
[TestClass]
public sealed class LiveClickTests
{
    private const int Channel = 5, LinkedId = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [TestMethod]
    public async Task The_announced_id_is_the_id_of_the_call_and_of_all_its_events()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, limit.Token);
        await using var connector = new LiveConnector(LiveConnector.ConfigOf(asterisk));

        var (start, records) = await Click(asterisk, connector, "click_by_the_connector", phones: 2, limit.Token);

        start.Kind.Should().Be(CallStartKind.Taken, start.Reason);
        records.Select(record => record[LinkedId]).Distinct().Should().Equal(start.CallId);
        records.Where(record => record[0] == "CHAN_START")
            .Select(record => record[Channel].Split('-')[0]).Should().Equal("PJSIP/101", "PJSIP/trunk");
        connector.Handled.Should().NotBeEmpty()
            .And.OnlyContain(stage => stage.CallId == start.CallId && stage.IsOriginated);
        connector.Handled.Select(stage => stage.Stage).Should().Equal(
            CallStage.ConversationRequested, CallStage.ConversationAccepted,
            CallStage.ConversationEnded, CallStage.CallEnded);
        connector.Handled.Last().Call.Client.Best.Should().Be("912025550144");
    }

    [TestMethod]
    public async Task A_phone_that_is_not_answered_is_reported_with_the_id_of_its_events()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, limit.Token);
        await using var connector = new LiveConnector(LiveConnector.ConfigOf(asterisk));

        var (start, records) = await Click(
            asterisk, connector, "click_not_taken_by_the_connector", phones: 1, limit.Token);

        (start.Kind, start.Reason)
            .Should().Be((CallStartKind.NotTaken, "PJSIP/101 was not taken: busy, declined, or not reachable."));
        records.Select(record => record[LinkedId]).Distinct().Should().Equal(start.CallId);
    }

    private static async Task<(OriginateOutcome Start, IReadOnlyList<string[]> Records)> Click(
        RealAsterisk asterisk, LiveConnector connector, string scenario, int phones, CancellationToken token)
    {
        var before = File.Exists(asterisk.CelFile) ? File.ReadLines(asterisk.CelFile).Count() : 0;
        using var hooks = new TestHooks();
        await connector.Start(token);
        var play = asterisk.Play(scenario, token);
        await Eventually.TrueAsync(() => Phones(asterisk) == phones);
        var calls = new ClickToCall(new() { Context = "internal" },
            hooks.Runner, connector.Calls.Listener!.OriginateAsync, TimeProvider.System);

        var start = await calls.RingAsync(
            new(Crm.Bitrix24, "101", "912025550144", new JsonObject()), (_, _) => Task.CompletedTask, token);

        await play;
        await connector.Quiet();
        return (start,
            [.. File.ReadLines(asterisk.CelFile).Skip(before).Select(line => line.Trim('"').Split("\",\""))]);
    }

    private static int Phones(RealAsterisk asterisk) => Running.CommandLines().Count(line => line.StartsWith("sipp ")
        && line.Contains(Path.GetDirectoryName(asterisk.Recordings)!) && line.Contains("-phone-"));
}
