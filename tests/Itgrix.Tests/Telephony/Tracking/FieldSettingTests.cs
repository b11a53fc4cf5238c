using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Calls of the field that administrators read differently, by their settings.</summary>
[TestClass]
public sealed class FieldSettingTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_short_number_over_a_line_of_the_settings_is_a_clients() =>
        CallOutline.Of(await EventsAsync("short_number_over_line"), With(new() { Lines = ["PJSIP/trunk"] })).Should()
            .Equal("outgoing 101 -> 112: 200, told; requested 101, accepted 101, ended 101; talked: 101 6 s");

    [TestMethod]
    public async Task A_code_over_a_line_of_the_settings_stays_inside() =>
        CallOutline.Of((await EventsAsync("short_number_over_line")).Select(one => one is CelRecord cel
            ? cel with
            {
                Extension = cel.Extension.Replace("112", "*98"),
                ApplicationData = cel.ApplicationData.Replace("112", "*98"),
            } : one), With(new() { Lines = ["PJSIP/trunk"] })).Should().Equal(
            "local 101 -> *98: 200, not told; requested *98, accepted *98, ended *98; talked: *98 6 s");

    [TestMethod]
    public async Task An_internal_call_that_is_sent_on_to_the_outside_is_internal_unless_the_settings_say_otherwise()
    {
        var events = await EventsAsync("internal_call_forwarded_outside");

        CallOutline.Of(events, With(numbers: new() { Prefixes = ["+1", "1"], SentOn = true })).Should().Equal(
            "outgoing 101 -> 12025550177: 200, told; requested 102, ended 102, requested 101, accepted 101, ended 101; "
            + "talked: 101 6 s");
    }

    private static CallTracker With(ChannelOptions? channels = null, NumberOptions? numbers = null) => new()
    {
        Numbers = numbers is null ? CallTranscript.Numbers : new(numbers, []),
        ChannelOptions = channels ?? ChannelOptions.Default,
    };

    private Task<IReadOnlyList<PbxEvent>> EventsAsync(string name) =>
        FieldCallTests.EventsAsync(name, TestContext.CancellationToken);
}
