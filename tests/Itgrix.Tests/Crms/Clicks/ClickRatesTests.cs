using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Clicks;

/// <summary>How many calls may be asked for.</summary>
[TestClass]
public sealed class ClickRatesTests
{
    private readonly ManualTime _time = new();

    [TestMethod]
    public void An_extension_has_so_many_calls_a_minute_and_others_their_own()
    {
        var rates = new ClickRates(new() { PerMinute = 3 }, _time);

        Enumerable.Range(0, 4).Select(_ => rates.ProblemOf("101") is null).Should().Equal(true, true, true, false);
        rates.ProblemOf("102").Should().BeNull();
        rates.ProblemOf("101").Should().Contain("click_to_call.per_minute");
        _time.Advance(TimeSpan.FromSeconds(60));
        rates.ProblemOf("101").Should().BeNull();
    }

    [TestMethod]
    public void An_extension_has_so_many_calls_a_day()
    {
        var rates = new ClickRates(new() { PerMinute = 3, PerDay = 5 }, _time);
        var allowed = 0;
        for (var minute = 0; minute < 10; minute++)
        {
            allowed += rates.ProblemOf("101") is null ? 1 : 0;
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        allowed.Should().Be(5);
        rates.ProblemOf("101").Should().Contain("click_to_call.per_day");
        _time.Advance(TimeSpan.FromDays(1));
        rates.ProblemOf("101").Should().BeNull();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_click_too_many_rings_nothing_and_the_log_names_who_asked()
    {
        using var log = new RecordedLog();
        await using var run = new ClickRun(options: new() { PerMinute = 1 });
        await run.ConnectAsync();

        await run.RingAsync();
        var second = await run.RingAsync(
            new(Itgrix.Hooks.Crm.Kommo, "101", "2025550123", []) { AskedBy = "user 5 of the widget" });

        second.Kind.Should().Be(CallStartKind.NotAllowed);
        run.Originates.Should().ContainSingle();
        log.Lines.Should().ContainSingle(line => line.Contains("user 5 of the widget") && line.Contains("per_minute"));
    }
}
