using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Sandbox.Pbx;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Ami;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>
/// Each capture of a real Asterisk against the expectation stored beside it: the same for all
/// versions and drivers, and for the manager interface and the CSV file.
/// </summary>
[TestClass]
public sealed class CaptureTests
{
    private static readonly string[] CsvColumns =
        ["eventtype", "eventtime",
            "cidnum", "exten", "context", "channame", "appname", "uniqueid", "linkedid", "peer", "extra"];

    // For these calls the CSV file, with its columns, lacks the number of the rung phone.
    private static readonly string[] NotInCsv =
    [
        "in_desk_and_mobile", "in_forwarded_to_mobile", "click_to_call_dial", "click_client_first",
        "followed_and_confirmed", "followed_not_confirmed",
    ];

    public static IEnumerable<object[]> Names => Captures.All.Select(name => new object[] { name });

    public static IEnumerable<object[]> CsvNames =>
        Names.Where(row => !NotInCsv.Contains(Path.GetFileNameWithoutExtension((string)row[0])));

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task A_capture_is_read_as_expected(string name) =>
        Check(name, await CallTranscript.Of(
            Events(ParsedMessages.Of(Captures.Bytes(name), true)), TestContext.CancellationToken));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task A_capture_cut_into_single_bytes_is_read_the_same(string name) =>
        Check(name, await CallTranscript.Of(
            Events(ParsedMessages.Of(new AmiParser(), Captures.Bytes(name), () => 1)), TestContext.CancellationToken));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task A_capture_played_twice_is_read_the_same(string name) =>
        Check(name, await CallTranscript.Of(
            Events(ParsedMessages.Of(Captures.Bytes(name), true))
                .SelectMany(one => new[] { one, one }), TestContext.CancellationToken));

    [TestMethod]
    [DynamicData(nameof(CsvNames))]
    public async Task The_channel_events_of_the_csv_file_are_read_the_same(string name)
    {
        var file = Captures.PathOf(Path.ChangeExtension(name, ".cel.csv"));
        var events = await RecordedEvents.ReadAsync(file, CsvColumns, TimeZoneInfo.Utc, TestContext.CancellationToken)
            .ToListAsync(TestContext.CancellationToken);

        Check(name, await CallTranscript.Of(events, TestContext.CancellationToken), withoutRecordings: true);
    }

    [TestMethod]
    public void Every_capture_has_an_expectation_and_every_expectation_a_capture() =>
        Directory.EnumerateFiles(Captures.Folder, "*.expected").Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo(Captures.All.Select(Path.GetFileNameWithoutExtension).Distinct());

    internal static void Check(
        string name, IReadOnlyList<CallTranscript> calls, int tolerance = 1, bool withoutRecordings = false)
    {
        var expected = ExpectedCall.OfFile(Captures.PathOf(Path.GetFileNameWithoutExtension(name) + ".expected"));
        calls.Select(call => call.Header).Order()
            .Should().Equal(expected.Select(call => call.Header).Order(), "these are the calls of {0}", name);
        foreach (var call in expected)
            call.Difference(calls.First(found => found.Header == call.Header), tolerance, withoutRecordings)
                .Should().BeNull();
    }

    private static IEnumerable<PbxEvent> Events(IEnumerable<AmiMessage> messages)
    {
        var events = new AmiEvents(TimeZoneInfo.Utc, TimeProvider.System);
        return messages.Select(events.Read).OfType<PbxEvent>();
    }
}
