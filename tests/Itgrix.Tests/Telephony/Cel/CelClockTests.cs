using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel;

[TestClass]
public sealed class CelClockTests
{
    private static readonly DateTime Expected = CelLines.Start.AddSeconds(10);

    [TestMethod]
    [DataRow("1795231010")]
    [DataRow("1795231010.000000")]
    [DataRow("2026-11-21 06:16:50")]
    [DataRow("2026-11-21T06:16:50.000")]
    [DataRow("2026-11-21 03:16:50Z")]
    [DataRow("2026-11-21T05:16:50+02:00")]
    [DataRow("20261121061650")]
    [DataRow("Sat, 21 Nov 2026 06:16:50")]
    public void A_time_is_read_into_the_servers_zone(string text)
    {
        var time = new CelClock(CelLines.Zone).Read(text);

        time.Should().Be(Expected);
        time!.Value.Kind.Should().Be(DateTimeKind.Unspecified);
    }

    [TestMethod]
    public void Microseconds_are_kept() =>
        new CelClock(CelLines.Zone).Read("1795231010.123456").Should().Be(Expected.AddTicks(1_234_560));

    [TestMethod]
    public void A_time_without_a_zone_is_UTC_in_a_store_with_UTC() =>
        new CelClock(CelLines.Zone, utc: true).Read("2026-11-21 03:16:50").Should().Be(Expected);

    [TestMethod]
    [DataRow("")]
    [DataRow("never")]
    [DataRow("06:16")]
    [DataRow("-5")]
    [DataRow("1795231010.1.2")]
    [DataRow("99999999999999999999999999999999999")]
    [DataRow("0000-00-00 00:00:00")]
    [DataRow("2026-13-41 06:16:50")]
    public void A_text_that_is_not_a_time_is_rejected(string text) =>
        new CelClock(CelLines.Zone).Read(text).Should().BeNull();

    [TestMethod]
    public void The_hour_that_summer_time_repeats_has_a_first_and_a_last_moment()
    {
        var begin = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var end = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        var clock = new CelClock(TimeZoneInfo.CreateCustomTimeZone("z", TimeSpan.FromHours(1), "z", "z", "s",
            [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), begin, end)]));

        clock.FirstOf(new(2026, 10, 25, 2, 30, 0)).Should().Be(new(2026, 10, 25, 0, 30, 0));
        clock.LastOf(new(2026, 10, 25, 2, 30, 0)).Should().Be(new(2026, 10, 25, 1, 30, 0));
        clock.FirstOf(new(2026, 7, 1, 12, 0, 0)).Should().Be(new(2026, 7, 1, 10, 0, 0));
        clock.FirstOf(new(2026, 3, 29, 2, 30, 0)).Should().BeAfter(new(2026, 3, 29, 0, 59, 0));
        clock.FirstOf(DateTime.MinValue).Should().BeOnOrBefore(DateTime.UnixEpoch);
    }
}
