using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony;

/// <summary>The Asterisk of other tests: it plays calls, on several lanes in parallel.</summary>
[TestClass]
public sealed class RealAsteriskTests
{
    private const int LinkedIdColumn = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    // Short ones, as many as there are lanes.
    private static readonly string[] Scenarios =
        ["in_busy", "in_unreachable", "in_declined", "out_busy", "ivr_caller_gives_up", "in_answered_caller_ends"];

    private static readonly LaneRuns<IReadOnlyList<string[]>> Runs = new(AsteriskFlavor.Newest, Scenarios, Records);

    public static IEnumerable<object[]> Names => Scenarios.Select(scenario => new object[] { scenario });

    [ClassCleanup]
    public static async Task BreakOff() => await Runs.DisposeAsync();

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task A_call_played_beside_others_grows_its_own_file_by_one_linked_id_to_its_end(string scenario)
    {
        var records = await Runs.Of(scenario).WaitAsync(Limit);

        records.Select(record => record[LinkedIdColumn]).Distinct().Should().ContainSingle();
        records[0][0].Should().Be("CHAN_START");
        records[^1][0].Should().Be("LINKEDID_END");
    }

    [TestMethod]
    [DataRow("16", "PJSIP")]
    [DataRow("16", "SIP")]
    public async Task The_oldest_supported_Asterisk_plays_the_same_with_both_drivers(string version, string technology)
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var asterisk = await RealAsterisk.Rent(new(version, technology), limit.Token);

        var records = await Records(asterisk, "in_busy", limit.Token);

        records.Should().Contain(record => record[5].StartsWith($"{technology}/101-"));
        records[^1][0].Should().Be("LINKEDID_END");
        (await asterisk.Cli("core show version", limit.Token)).Should().StartWith($"Asterisk {version}.");
    }

    [TestMethod]
    public async Task A_scenario_that_fails_has_the_message_of_its_script()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, limit.Token);

        var play = () => asterisk.Play("nobody_wrote_this", limit.Token);

        (await play.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*no scenario 'nobody_wrote_this'*");
    }

    [TestMethod]
    public async Task A_scenario_that_is_broken_off_leaves_neither_phones_nor_calls()
    {
        using var limit = new CancellationTokenSource(Limit);
        using var breakOff = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        await using (var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, limit.Token))
        {
            var play = asterisk.Play("in_no_answer", breakOff.Token);
            await Eventually.TrueAsync(() => Phones(asterisk).Any());

            await breakOff.CancelAsync();

            await play.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
            await Eventually.TrueAsync(() => !Phones(asterisk).Any());
        }

        await using var next = await RealAsterisk.Rent(AsteriskFlavor.Newest, limit.Token);
        (await next.Cli("core show channels count", limit.Token)).Should().StartWith("0 active channels");
    }

    private static async Task<IReadOnlyList<string[]>> Records(
        RealAsterisk asterisk, string scenario, CancellationToken cancellation)
    {
        var before = File.Exists(asterisk.CelFile) ? File.ReadLines(asterisk.CelFile).Count() : 0;
        await asterisk.Play(scenario, cancellation);
        return [.. File.ReadLines(asterisk.CelFile).Skip(before).Select(line => line.Trim('"').Split("\",\""))];
    }

    private static IEnumerable<string> Phones(RealAsterisk asterisk) => Running.CommandLines()
        .Where(line => line.StartsWith("sipp ") && line.Contains(Path.GetDirectoryName(asterisk.Recordings)!));
}
