using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Resilience;

[TestClass]
public sealed class StartBackoffTests
{
    private readonly ManualTime _time = new();

    [TestMethod]
    public void Each_failure_doubles_the_delay_up_to_half_a_minute()
    {
        var backoff = new StartBackoff(_time);

        var delays = Enumerable.Range(0, 12).Select(_ => backoff.Failed("no php").Delay.TotalSeconds);

        delays.Should().Equal(0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30, 30);
    }

    [TestMethod]
    public void No_start_is_tried_during_the_delay_and_every_caller_gets_the_reason()
    {
        var backoff = new StartBackoff(_time);
        backoff.Failed("no php");

        backoff.Blocked.Should().Be("no php");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        backoff.Blocked.Should().BeNull();
    }

    [TestMethod]
    public void The_reason_of_a_failure_is_known_after_its_pause_until_a_start_succeeds()
    {
        var backoff = new StartBackoff(_time);
        backoff.Failed("no php");
        _time.Advance(TimeSpan.FromMinutes(1));

        backoff.Reason.Should().Be("no php");
        backoff.Started();
        backoff.Reason.Should().BeNull();
    }

    [TestMethod]
    public void Only_a_start_failure_with_a_new_reason_is_reported_again()
    {
        var backoff = new StartBackoff(_time);

        backoff.Failed("no php").IsNewReason.Should().BeTrue();
        backoff.Failed("no php").IsNewReason.Should().BeFalse();
        backoff.Failed("no file handles").IsNewReason.Should().BeTrue();
        backoff.Started();
        backoff.Failed("no file handles").Should().Be((TimeSpan.FromSeconds(0.1), true));
    }
}
