using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Itgrix.Tests.Hooks.Workers;

/// <summary>The time of a call on a machine that is busy, and on one that is not.</summary>
[TestClass]
public sealed class CallDeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private TimeSpan? _waited = TimeSpan.Zero;

    [TestMethod]
    public void A_hook_that_takes_too_long_by_itself_has_its_limit()
    {
        var deadline = Begin();

        Run(deadline, seconds: 10, waiting: 0.4);

        deadline.HasPassed.Should().BeTrue();
        deadline.Starved.Should().Be(TimeSpan.Zero);
    }

    [TestMethod]
    public void A_hook_that_got_no_processor_has_its_limit_once_more()
    {
        var deadline = Begin();

        Run(deadline, seconds: 10, waiting: 0.9);

        deadline.HasPassed.Should().BeFalse();
        deadline.Left.Should().BeCloseTo(TimeSpan.FromSeconds(9), TimeSpan.FromMilliseconds(1));
        Run(deadline, seconds: 9, waiting: 0.9);
        deadline.HasPassed.Should().BeTrue("not without end");
        deadline.Starved.Should().BeCloseTo(TimeSpan.FromSeconds(9), TimeSpan.FromMilliseconds(1));
    }

    [TestMethod]
    public void Where_the_kernel_keeps_no_waiting_times_the_limit_counts()
    {
        _waited = null;
        var deadline = Begin();

        Run(deadline, seconds: 10, waiting: 1);

        deadline.HasPassed.Should().BeTrue();
    }

    [TestMethod]
    public void The_kernel_tells_how_long_a_process_waited() =>
        CpuWait.Read(Environment.ProcessId).Should().BeGreaterThan(TimeSpan.Zero);

    private CallDeadline Begin() => new(Limit, _time.GetTimestamp(), () => _waited, _time);

    private void Run(CallDeadline deadline, int seconds, double waiting)
    {
        for (var second = 0; second < seconds; second++)
        {
            _ = deadline.Left;
            _time.Advance(TimeSpan.FromSeconds(1));
            _waited += TimeSpan.FromSeconds(waiting);
        }
    }
}
