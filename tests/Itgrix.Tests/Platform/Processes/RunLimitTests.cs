using System.Diagnostics;
using System.Text;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Tests.Platform.Processes;

[TestClass]
public sealed class RunLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    private readonly Shell _shell = new();

    [TestMethod]
    [DataRow("while :; do :; done", DisplayName = "endless loop")]
    [DataRow("exec sleep 31", DisplayName = "sleeps itself")]
    [DataRow("sleep 31; echo never", DisplayName = "waits for a child")]
    [DataRow("sleep 32 & sleep 31", DisplayName = "background child")]
    [DataRow("setsid sleep 31 & wait", DisplayName = "child in a session of its own")]
    [DataRow("trap '' TERM HUP INT; while :; do sleep 31; done", DisplayName = "ignores signals")]
    [DataRow(
        "(setsid sh -c 'trap \"\" TERM; sleep 33 & while :; do sleep 31; done' >/dev/null 2>&1 &) ; sleep 31",
        DisplayName = "double fork, session of its own, ignores TERM")]
    [DataRow("(env -i sleep 31 &); sleep 31", DisplayName = "cleared environment")]
    [DataRow("kill -STOP $$", DisplayName = "stopped")]
    public async Task At_the_limit_the_whole_tree_is_dead(string script)
    {
        var started = Stopwatch.GetTimestamp();

        var result = await _shell.RunAsync(script, Limit);

        Stopwatch.GetElapsedTime(started).Should().BeGreaterThanOrEqualTo(Limit);
        result.TimedOut.Should().BeTrue();
        result.Status.ToString().Should().Be("killed by SIGKILL");
        result.LeftBehind.Should().Be(0);
        _shell.Survivors().Should().BeEmpty();
        DeadOrphans().Should().BeEmpty("a dead orphan would stay for as long as the service runs");
    }

    [TestMethod]
    public async Task Output_from_before_the_timeout_is_kept()
    {
        var result = await _shell.RunAsync("echo before; sleep 31", Limit);

        Encoding.UTF8.GetString(result.Stdout).Should().Be("before\n");
        result.TimedOut.Should().BeTrue();
    }

    [TestMethod]
    [DataRow("sleep 3600 & echo done", DisplayName = "holds the outputs")]
    [DataRow("setsid sleep 3600 & echo done", DisplayName = "in a session of its own")]
    [DataRow("(setsid yes & ) 2>/dev/null >/dev/null; echo done", DisplayName = "busy")]
    public async Task A_grandchild_left_running_does_not_delay_the_result_and_lives_on(string script)
    {
        try
        {
            var result = await _shell.RunAsync(script);

            result.TimedOut.Should().BeFalse();
            Encoding.UTF8.GetString(result.Stdout).Should().Be("done\n");
            result.Status.Code.Should().Be(0);
            result.LeftBehind.Should().Be(1);
            Shell.Until(() => _shell.Survivors().Count == 1, "it lives");
        }
        finally
        {
            _shell.KillSurvivors();
        }
    }

    [TestMethod]
    public async Task A_grandchild_that_floods_the_output_does_not_delay_the_result()
    {
        var result = await _shell.RunAsync("yes & exit 0");

        result.TimedOut.Should().BeFalse();
        Shell.Until(() => _shell.Survivors().Count == 0, "nobody reads it any more, SIGPIPE ends it");
    }

    [TestMethod]
    public async Task An_output_beyond_its_cap_ends_the_tree()
    {
        var caps = new Dictionary<int, int> { [2] = 1000 };

        var result = await ProcessRunner.RunAsync(
            _shell.Script("sleep 31 & echo fine; yes >&2"), null, caps, Shell.Long, CancellationToken.None);

        result.OverflowedFd.Should().Be(2);
        result.Stderr.Should().HaveCount(1000);
        result.TimedOut.Should().BeFalse();
        Encoding.UTF8.GetString(result.Stdout).Should().Be("fine\n");
        _shell.Survivors().Should().BeEmpty();
    }

    [TestMethod]
    public async Task An_output_of_just_its_cap_is_fine()
    {
        var caps = new Dictionary<int, int> { [1] = 4 };

        var result = await ProcessRunner.RunAsync(
            _shell.Script("printf 1234"), null, caps, Shell.Long, CancellationToken.None);

        result.OverflowedFd.Should().BeNull();
        result.Stdout.Should().HaveCount(4);
    }

    [TestMethod]
    public async Task Cancellation_ends_the_tree()
    {
        using var cancellation = new CancellationTokenSource();
        var run = ProcessRunner.RunAsync(
            _shell.Script("setsid sleep 31 & sleep 32"), null, null, Shell.Long, cancellation.Token);
        Shell.Until(() => _shell.Survivors().Count == 3, "the tree has started");

        await cancellation.CancelAsync();

        await run.Invoking(r => r).Should().ThrowAsync<TaskCanceledException>();
        _shell.Survivors().Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_cancelled_token_starts_nothing()
    {
        var run = ProcessRunner.RunAsync(
            new ProcessSpec("/no/such", []), null, null, Shell.Long, new CancellationToken(canceled: true));

        await run.Invoking(r => r).Should().ThrowAsync<TaskCanceledException>();
    }

    [TestMethod]
    public async Task A_program_that_wants_more_memory_than_allowed_fails()
    {
        // The limit arrives some microseconds after the start; on a busy machine that may be long.
        var spec = _shell.Script("while [ \"$(ulimit -d)\" = unlimited ]; do sleep 0.01; done; "
            + "head -c 300M /dev/zero | tail -n 1 | wc -c") with { MemoryLimit = 64 << 20 };

        var result = await ProcessRunner.RunAsync(spec, null, null, Shell.Long, CancellationToken.None);

        Encoding.UTF8.GetString(result.Stderr).Should().Contain("memory");
        Encoding.UTF8.GetString(result.Stdout).Trim().Should().Be("0");
    }

    // Other tests have children meanwhile, by System.Diagnostics.Process, which stay in this session.
    private static IEnumerable<ProcessEntry> DeadOrphans()
    {
        var session = ProcessEntry.Find(Environment.ProcessId)!.Value.Session;
        return ProcessTable.Read().Values.Where(entry => entry.IsZombie && entry.Parent == Environment.ProcessId
            && entry.Session != session && !LiveChildren.Contains(entry.Id));
    }
}
