using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Calls of the field with other names, numbers and contexts.</summary>
[TestClass]
public sealed class FieldVariationTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("pickup_by_named_phone", "PJSIP/carol", "PJSIP/99103")]
    [DataRow("pickup_by_named_phone", "PJSIP/carol", "PJSIP/103-mobile")]
    [DataRow("pickup_by_named_phone", "PJSIP/carol", "SIP/0004f2ab")]
    [DataRow("pickup_by_named_phone", "PJSIP/carol-00000002", "DAHDI/7-1")]
    [DataRow("pickup_by_named_phone", "PJSIP/carol-00000002", "mISDN/1-u2")]
    [DataRow("pickup_by_named_phone", "PJSIP/trunk-00000001", "DAHDI/i1/12025550123-2")]
    [DataRow("switchboard_second_answer", "PJSIP/KvXYRheV", "PJSIP/101-mobile")]
    [DataRow("switchboard_second_answer", "PJSIP/KvXYRheV", "PJSIP/99101")]
    [DataRow("fxo_number_known", "DAHDI/4-1", "mISDN/1-u2")]
    [DataRow("fxo_number_known", "DAHDI/4-1", "DAHDI/i1/12025550123-2")]
    [DataRow("fxo_number_known", "DAHDI/4-1", "IAX2/4-123")]
    [DataRow("fxo_number_known", "DAHDI/4-1", "SIP/provider-out-00000012")]
    [DataRow("fxo_number_known", "DAHDI/4-1", "Dongle/dongle0-0100000000")]
    [DataRow("fxo_number_known", "DAHDI/4-1", "PJSIP/7001-00000001")]
    [DataRow("fxo_number_known", "from-pstn", "default")]
    [DataRow("out_over_fxo", "DAHDI/g0/12025550144", "DAHDI/1/w12025550144")]
    [DataRow("out_over_fxo", "DAHDI/g0/12025550144,60,T", "")]
    [DataRow("fxs_phone_calls_out", "from-internal", "default")]
    [DataRow("fxs_phone_calls_out", "DAHDI/2-1", "PJSIP/alice-00000001")]
    [DataRow("fxs_phone_calls_out", "DAHDI/2-1", "PJSIP/99102-00000001")]
    [DataRow("fxs_phone_calls_out", "PJSIP/trunk-00000002", "DAHDI/3-1")]
    [DataRow("out_wrong_number_announced", "PJSIP/101-", "PJSIP/alice-")]
    [DataRow("out_hidden_number_prefix", "*67", "*31#")]
    [DataRow("out_hidden_number_prefix", "*67", "#31#")]
    [DataRow("out_hidden_number_prefix", "*67", "**9")]
    [DataRow("out_hidden_number_prefix", "*67", "*99*")]
    [DataRow("out_hidden_number_prefix", "PJSIP/12025550144@trunk", "PJSIP/*6712025550144@trunk")]
    [DataRow("out_hidden_number_prefix", "PJSIP/12025550144@trunk", "PJSIP/*6512025550144@trunk")]
    [DataRow("out_hidden_number_prefix", "PJSIP/12025550144@trunk", "PJSIP/*31*12025550144@trunk")]
    [DataRow("out_hidden_number_prefix", "PJSIP/12025550144@trunk", "PJSIP/#30#12025550144@trunk")]
    [DataRow("phone_sccp", "SCCP/101", "Skinny/101@desk")]
    [DataRow("phone_named_contact_of_digits", "/sip:84523948@", "/sip:101@")]
    [DataRow("out_over_short_named_gateway_sip", "SIP/1001", "H323/1001")]
    [DataRow("line_shows_its_account_first", "2001", "7001")]
    [DataRow("bot_websocket", "WebSocket/media_connection1", "WebSocket/INCOMING")]
    [DataRow("click_client_first", "SCCP/101", "PJSIP/alice")]
    [DataRow("follow_me_with_confirmation", "PJSIP/12025550199@trunk", "PJSIP/12025550199@trunk&PJSIP/x")]
    [DataRow("click_local_s_no_cid", "Local/s@", "Local/3f2a77b0-1c1e-4b52-9d3f-0a1b2c3d4e5f@")]
    [DataRow("click_local_s_no_cid", "Local/s@", "Local/1763720000123@")]
    [DataRow("click_local_s_cid_client", "Local/s@", "Local/12025550144@")]
    [DataRow("click_local_s_cid_client", "PJSIP/101-", "PJSIP/alice-")]
    [DataRow("bot_audiosocket", "AudioSocket/127.0.0.1:9092", "WebSocket/INCOMING/1234")]
    [DataRow("agentlogin", "PJSIP/101-", "PJSIP/alice-")]
    [DataRow("client_joined_to_older_internal_call", "PJSIP/102-", "PJSIP/bob-")]
    [DataRow("client_joined_to_older_internal_call", "PJSIP/trunk-00000003", "DAHDI/4-1")]
    public async Task With_another_name_it_is_the_same_call(string name, string old, string other) =>
        CallOutline.Of(await EventsAsync(name, text => text.Replace(old, other))).Should().Equal(Expected(name));

    [TestMethod]
    [DataRow("number_set_by_dialplan")]
    [DataRow("fxo_number_known")]
    [DataRow("pickup_by_named_phone")]
    [DataRow("fxs_phone_calls_out")]
    public async Task Without_a_number_in_its_first_record_it_is_the_same_call(string name)
    {
        foreach (var word in new[] { "", "anonymous", "Unknown" })
        {
            var events = (await EventsAsync(name)).Select(one => one is CelRecord { Event: CelEvent.ChanStart } first
                && first.UniqueId == first.LinkedId ? first with { CallerNumber = word } : one);
            CallOutline.Of(events).Should().Equal(Expected(name));
        }
    }

    [TestMethod]
    [DataRow(16, 304)]
    [DataRow(34, 503)]
    [DataRow(28, 484)]
    public async Task An_announcement_in_place_of_a_number_has_the_result_of_its_cause(int cause, int result)
    {
        var events = await EventsAsync("out_wrong_number_announced", text =>
            text.Replace("cause\"\":1,", $"cause\"\":{cause},"));

        CallOutline.Of(events).Single().Should().StartWith($"outgoing 101 -> 8005550144: {result}, told");
    }

    [TestMethod]
    [DataRow("PJSIP/voice-00000001", "PJSIP/voice")]
    [DataRow("PJSIP/110-00000001", "PJSIP/11?")]
    public async Task A_bot_with_the_name_of_a_phone_is_told_by_the_setting(string bot, string pattern)
    {
        var events = await EventsAsync("bot_audiosocket", text =>
            text.Replace("AudioSocket/127.0.0.1:9092-00000001", bot));

        CallOutline.Of(events, With(new() { Bots = [pattern] })).Should().Equal(Expected("bot_audiosocket"));
    }

    [TestMethod]
    public async Task A_gateway_with_the_name_of_an_extension_is_told_by_the_setting()
    {
        var events = await EventsAsync("fxo_number_known", text =>
            text.Replace("DAHDI/4-1", "PJSIP/7001-00000001").Replace("from-pstn", "from-internal"));

        CallOutline.Of(events, With(new() { Lines = ["PJSIP/7001"] })).Should().Equal(Expected("fxo_number_known"));
    }

    private static CallTracker With(ChannelOptions options) =>
        new() { Numbers = CallTranscript.Numbers, ChannelOptions = options };

    private static IEnumerable<string> Expected(string name) =>
        File.ReadAllLines(Path.Combine(FieldCallTests.Folder, $"{name}.expected")).Where(line => line.Length > 0);

    private async Task<IReadOnlyList<PbxEvent>> EventsAsync(string name, Func<string, string>? change = null)
    {
        using var folder = new TemporaryFolder();
        var text = await File.ReadAllTextAsync(Path.Combine(FieldCallTests.Folder, $"{name}.csv"),
            TestContext.CancellationToken);
        return await RecordedEvents.ReadAsync(
            folder.Write("calls.csv", change?.Invoke(text) ?? text), CelColumns.Sample, TimeZoneInfo.Utc,
                TestContext.CancellationToken)
            .ToListAsync(TestContext.CancellationToken);
    }
}
