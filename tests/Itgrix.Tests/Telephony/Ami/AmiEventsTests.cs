using System.Globalization;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Ami;

[TestClass]
public sealed class AmiEventsTests
{
    private static readonly TimeZoneInfo Moscow =
        TimeZoneInfo.CreateCustomTimeZone("m", TimeSpan.FromHours(3), "m", "m");

    private readonly ManualTime _time = new();

    public static IEnumerable<object[]> Files => Captures.All.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void Channel_events_are_those_of_Asterisks_own_file(string name)
    {
        var expected = File.ReadAllLines(Path.ChangeExtension(Captures.PathOf(name), ".cel.csv")).Select(CsvFields)
            .ToList();

        var records = ReadAll(Captures.Bytes(name)).OfType<CelRecord>().ToList();

        records.Select(Fields).Should().Equal(expected.Select(Fields));
    }

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void Every_MixMonitor_has_its_file(string name)
    {
        var messages = ParsedMessages.Of(Captures.Bytes(name), greets: true);

        var recordings = ReadAll(Captures.Bytes(name)).OfType<RecordingStarted>().ToList();

        // Two that begin at the same moment come in any order.
        recordings.Select(recording => recording.UniqueId).Should().BeEquivalentTo(
            messages.Where(message => message.Is("MixMonitorStart"u8)).Select(message => message["Uniqueid"]));
        recordings.Where(recording => !recording.File.EndsWith(".wav", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [TestMethod]
    public void Hold_and_Unhold_name_the_channel()
    {
        var events = ReadAll(Captures.Bytes("in_hold.ami")).OfType<HoldChanged>();

        events.Should().Equal(new HoldChanged("1795231601.25", true), new HoldChanged("1795231601.25", false));
    }

    [TestMethod]
    public void A_name_of_the_caller_keeps_its_letters_and_colons()
    {
        var records = ReadAll(Captures.Bytes("in_named.ami")).OfType<CelRecord>();

        records.Select(record => record.CallerName).Should().Contain("Иван: ООО «Ромашка»");
    }

    [TestMethod]
    public void A_cdr_with_a_recording_names_it_and_one_without_does_not()
    {
        Read("Event: Cdr\r\nUniqueID: 1.2\r\nRecordingFile: in.wav\r\n\r\n").Should()
            .Be(new RecordingStarted("1.2", "in.wav"));
        Read("Event: Cdr\r\nUniqueID: 1.2\r\nrecordingfile: \r\n\r\n").Should().BeNull();
        Read("Event: Cdr\r\nUniqueID: 1.2\r\n\r\n").Should().BeNull();
    }

    [TestMethod]
    [DataRow("EventTime: 2026-11-21 03:26:04", "2026-11-21T03:26:04.0000000")]
    [DataRow("EventTime: 2026-11-21T03:26:04.25", "2026-11-21T03:26:04.2500000")]
    [DataRow("EventTime: 1795231564.614984", "2026-11-21T06:26:04.6149840")]
    [DataRow("EventTime: 21.11.2026 03:26\r\nTimestamp: 1795231564.5", "2026-11-21T06:26:04.5000000")]
    [DataRow("Timestamp: 1795231564.614984", "2026-11-21T06:26:04.6149840")]
    [DataRow("EventTime: 2026-02-30 03:26:04\r\nTimestamp: 1795231564", "2026-11-21T06:26:04.0000000")]
    [DataRow("EventTime: 99999999999999999999999", "2024-11-21T13:00:00.0000000")]
    [DataRow("EventTime: -1", "2024-11-21T13:00:00.0000000")]
    [DataRow("X: 1", "2024-11-21T13:00:00.0000000")]
    public void The_time_is_that_of_the_servers_clock_in_whatever_form_it_comes(string headers, string expected)
    {
        var record = Read($"Event: CEL\r\nEventName: ANSWER\r\nUniqueID: 1.2\r\n{headers}\r\n\r\n");

        record.Should().BeOfType<CelRecord>().Which.Time.ToString("o", CultureInfo.InvariantCulture).Should()
            .Be(expected);
    }

    [TestMethod]
    public void A_channel_event_without_an_id_is_skipped_and_counted()
    {
        var events = new AmiEvents(Moscow, _time);

        events.Read(ParsedMessages.Of("Event: CEL\r\nEventName: ANSWER\r\n\r\n").Single()).Should().BeNull();
        events.Incomplete.Should().Be(1);
    }

    [TestMethod]
    public void Events_that_the_service_does_not_use_are_ignored()
    {
        Read("Event: Newexten\r\nUniqueid: 1.2\r\n\r\n").Should().BeNull();
        Read("Event: VarSet\r\nVariable: X\r\nValue: MIXMONITOR_FILENAME\r\nUniqueid: 1.2\r\n\r\n").Should().BeNull();
        Read("Event: Invented\r\n\r\n").Should().BeNull();
        Read("Response: Success\r\nEvent: CEL\r\nUniqueID: 1.2\r\n\r\n").Should().BeNull();
    }

    [TestMethod]
    public void Texts_that_repeat_are_the_same_object()
    {
        var records = ReadAll(Captures.Bytes("in_hold.ami")).OfType<CelRecord>()
            .Where(record => record.Context == "internal").ToList();

        records.Should().HaveCountGreaterThan(2);
        records.Should().OnlyContain(record => ReferenceEquals(record.Context, records[0].Context));
    }

    private PbxEvent? Read(string text) => new AmiEvents(Moscow, _time).Read(ParsedMessages.Of(text).Single());

    private IEnumerable<PbxEvent?> ReadAll(byte[] bytes)
    {
        var events = new AmiEvents(TimeZoneInfo.Utc, _time);
        return ParsedMessages.Of(bytes, greets: true).Select(events.Read).ToList();
    }

    private static string Fields(CelRecord one) =>
        string.Join('|', CelEvents.NameOf(one.Event), one.CallerNumber, one.Extension,
        one.Context, one.Channel, one.Application, one.UniqueId, one.LinkedId, one.Peer, one.Extra);

    private static string Fields(IReadOnlyList<string> csv) => string.Join('|', csv.Take(1).Concat(csv.Skip(2)));

    // "a","b ""c""": every field is quoted.
    private static IReadOnlyList<string> CsvFields(string line) =>
        [.. Regex.Matches(line, "\"((?:[^\"]|\"\")*)\"").Select(field => field.Groups[1].Value.Replace("\"\"", "\""))];
}
