using Itgrix.Tests.Shared;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>
/// Ten thousand calls, mixed, while the connection breaks and the service crashes: none is lost, none doubled.
/// </summary>
[TestClass]
public sealed class ManyCallsTests
{
    private const int Scenarios = 10_000, SideBySide = 200, Drops = 6, Crashes = 2, Outage = 2000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [TestMethod]
    public async Task No_call_is_lost_or_doubled_and_no_stage_comes_out_of_order()
    {
        using var limit = new CancellationTokenSource(Limit);
        var records = ManyCalls.Mixed(
            ManyCalls.Scenarios(Captures.Folder), Scenarios, SideBySide, new Random(4)).ToList();
        var expected = Expected(records);
        await using var pbx = new PbxSimulator();
        var store = new GrowingStore();
        await using var connector = new LiveConnector(Config(pbx), store: store);
        await connector.Start(limit.Token);

        var random = new Random(5);
        var connections = 0;
        var drops = Moments(Drops);
        var crashes = Moments(Crashes);
        for (var at = 0; at < records.Count; at++)
        {
            store.Add(records[at]);
            await pbx.SendAsync("call", ManyCalls.ToAmi(records[at]), limit.Token);
            if (drops.Contains(at))
            {
                connections = pbx.Connections;
                pbx.Drop();
            }
            if (drops.Contains(at - Outage))
                await connector.Connected(() => pbx.Connections > connections);
            if (crashes.Contains(at))
            {
                await connector.Stop();
                await connector.Start(limit.Token);
            }
        }
        // Events from the time without a connection are only in the store.
        await connector.Stop();
        await connector.Start(limit.Token);
        await connector.Quiet();

        pbx.Connections.Should().BeGreaterThanOrEqualTo(Drops + Crashes, "connections were really lost and made again");
        var handled = connector.Handled.GroupBy(stage => stage.CallId).ToDictionary(call => call.Key, Keys);
        handled.Keys.Except(expected.Keys)
            .Select(key => $"{key}: {string.Join(", ", handled[key])}").Should().BeEmpty();
        expected.Keys.Except(handled.Keys).Should().BeEmpty();
        handled.Where(call => !call.Value.SequenceEqual(expected[call.Key]))
            .Select(call => call.Key).Should().BeEmpty();

        HashSet<int> Moments(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(records.Count))];
    }

    private static Dictionary<string, string[]> Expected(IEnumerable<CelRecord> records)
    {
        var tracker = new CallTracker { Numbers = CallTranscript.Numbers };
        return records.SelectMany(tracker.Apply).GroupBy(stage => stage.CallId).ToDictionary(call => call.Key, Keys);
    }

    private static string[] Keys(IEnumerable<CallStageEvent> stages) => [.. stages.Select(stage => stage.Key)];

    private static ItgrixConfig Config(PbxSimulator pbx) => new()
    {
        Numbers = new() { Prefixes = ["+1", "1", "91", "81"] },
        Asterisk = new()
        {
            Ami = new()
            {
                Host = "127.0.0.1", Port = pbx.Port, User = pbx.Settings.User, Secret = new(pbx.Settings.Secret),
            },
            TimeZone = TimeZoneInfo.Utc,
        },
    };
}
