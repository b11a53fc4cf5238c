using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel;

/// <summary>What is said of channel events that lack something.</summary>
[TestClass]
public sealed class CelCoverageTests
{
    [TestMethod]
    public void Of_complete_channel_events_nothing_is_said() => MissingWithout(_ => false).Should().BeEmpty();

    [TestMethod]
    public void Of_a_few_calls_nothing_is_said() =>
        MissingWithout(record => record.Event == CelEvent.LinkedIdEnd, calls: 5).Should().BeEmpty();

    [TestMethod]
    [DataRow("CHAN_START")]
    [DataRow("ANSWER")]
    [DataRow("APP_START")]
    [DataRow("HANGUP")]
    [DataRow("BRIDGE_ENTER")]
    [DataRow("BRIDGE_EXIT")]
    [DataRow("LINKEDID_END")]
    public void A_missing_type_is_named_with_the_files_that_switch_it_on(string name) =>
        MissingWithout(record => record.Event == CelEvents.Parse(name)).Should().ContainSingle()
            .Which.Should().StartWith(
                $"CEL has no {name}: add them to events= in cel.conf (FreePBX: cel_general_custom.conf)");

    [TestMethod]
    public void A_missing_application_is_named() =>
        MissingWithout(_ => false, record =>
            record with { Application = record.Event == CelEvent.AppStart ? "Playback" : "" })
            .Should().ContainSingle().Which.Should().StartWith("CEL has no APP_START of Dial or Queue: set apps = all");

    [TestMethod]
    public void Applications_as_FreePBX_has_them_lack_Dial() =>
        MissingWithout(record => record is { Event: CelEvent.AppStart, UniqueId: not "c1" },
            record => record switch
            {
                { Event: CelEvent.AppStart } => record with { Application = "Queue" },
                { Event: CelEvent.Answer } => record with { Application = "AppDial" },
                _ => record,
            }).Should().ContainSingle().Which.Should().StartWith(
                "CEL has no APP_START of Dial: set apps = all")
                .And.Contain("cel_general_custom.conf");

    [TestMethod]
    public void Calls_of_queues_alone_lack_nothing() =>
        MissingWithout(_ => false, record => record.Event == CelEvent.AppStart
            ? record with { Application = "Queue" } : record).Should().BeEmpty();

    [TestMethod]
    public void Missing_numbers_are_named()
    {
        MissingWithout(_ => false, record => record with { CallerNumber = "" }).Should().ContainSingle()
            .Which.Should().StartWith("CEL has no caller numbers: add a column cid_num").And.Contain("FreePBX");
        MissingWithout(_ => false, record => record with { Extension = "" }).Should().ContainSingle()
            .Which.Should().StartWith("CEL has no dialled numbers: add a column exten");
    }

    [TestMethod]
    public void Missing_extra_data_is_named() =>
        MissingWithout(_ => false, record => record with { Extra = "" }).Should().ContainSingle()
            .Which.Should().StartWith("CEL has no extra data").And.Contain("cel_custom.conf").And.Contain("FreePBX");

    [TestMethod]
    public void An_old_Asterisk_is_named_at_its_first_talk_and_no_longer_after_its_update()
    {
        var coverage = new CelCoverage();
        coverage.Seen(new CelStream().Of(CelEvents.Parse("BRIDGE_START"), "PJSIP/101-1", "1.1"));

        coverage.Check().Should().ContainSingle().Which.Should().Contain("Asterisk 11 or older");
        coverage.Seen(new CelStream().Enters("PJSIP/101-1", "1.1"));
        coverage.Check().Should().BeEmpty();
        coverage.Missing.Should().BeEmpty();
    }

    [TestMethod]
    public void What_is_missing_is_new_once()
    {
        var coverage = new CelCoverage();
        foreach (var record in Calls(60).Where(record => record.Event != CelEvent.LinkedIdEnd))
            coverage.Seen(record);

        coverage.Check().Should().ContainSingle();
        coverage.Check().Should().BeEmpty();
        coverage.Missing.Should().ContainSingle();
        coverage.Seen(new CelStream().Ends());
        coverage.Check().Should().BeEmpty();
        coverage.Missing.Should().BeEmpty();
    }

    private static IReadOnlyList<string> MissingWithout(
        Func<CelRecord, bool> isLeftOut, Func<CelRecord, CelRecord>? change = null, int calls = 60)
    {
        var coverage = new CelCoverage();
        foreach (var record in Calls(calls).Where(record => !isLeftOut(record)))
            coverage.Seen(change?.Invoke(record) ?? record);
        coverage.Check();
        return coverage.Missing;
    }

    private static IEnumerable<CelRecord> Calls(int count) => Enumerable.Range(0, count).SelectMany(number =>
    {
        var cel = new CelStream($"c{number}");
        return new[] { cel.Dials("PJSIP/trunk-1", cel.Call, "PJSIP/101,20") }
            .Concat(cel.Answered()).Append(cel.Exits("PJSIP/101-2", cel.Call + ".2", cel.Call)).Concat(cel.Over());
    });
}
