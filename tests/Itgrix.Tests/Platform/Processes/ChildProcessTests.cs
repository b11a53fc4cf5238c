using System.Diagnostics;
using System.Globalization;
using System.Text;
using Itgrix.Runtime.Platform.Native;
using Itgrix.Runtime.Platform.Processes;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Tests.Platform.Processes;

[TestClass]
public sealed class ChildProcessTests
{
    private const string Worker = "while read line; do eval \"$line\"; done";

    private readonly Shell _shell = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("itgrix-").FullName;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_directory, recursive: true);

    [TestMethod]
    public void The_end_is_seen_on_the_pidfd_and_the_status_stays_available()
    {
        using var child = ChildProcess.Start(_shell.Script("read line; exit 7"));
        child.TryReap().Should().BeNull();

        child.Pipes[0].Dispose();

        child.WaitForExit(Shell.Long).Should().BeTrue();
        child.TryReap().Should().Be(new ExitStatus(7, null));
        child.TryReap().Should().Be(new ExitStatus(7, null));
    }

    [TestMethod]
    public void A_child_leads_a_session_of_its_own()
    {
        using var child = ChildProcess.Start(_shell.Script("read line"));

        var entry = ProcessEntry.Find(child.Id)!.Value;

        entry.Session.Should().Be(child.Id);
        entry.Group.Should().Be(child.Id);
        entry.Parent.Should().Be(Environment.ProcessId);
    }

    [TestMethod]
    public void A_child_has_no_descriptors_but_its_own()
    {
        using var other = File.OpenHandle("/dev/null");

        using var child = ChildProcess.Start(_shell.Script("echo started; read line"));
        // Before that the loader has the C library open.
        PollEntry.Wait([new PollEntry((int)child.Pipes[1].DangerousGetHandle(), PollEntry.Readable)], Shell.Long);

        Directory.GetFiles($"/proc/{child.Id}/fd").Select(Path.GetFileName).Should().BeEquivalentTo("0", "1", "2");
    }

    [TestMethod]
    public void No_core_file_is_ever_written()
    {
        using var child = ChildProcess.Start(_shell.Script(Worker));

        var limits = File.ReadAllLines($"/proc/{child.Id}/limits");

        limits.Should().ContainSingle(line => line.StartsWith("Max core file size")).Which
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[4..6].Should().Equal("0", "0");
    }

    [TestMethod]
    public void Killing_the_tree_counts_what_was_alive()
    {
        using var child = ChildProcess.Start(_shell.Script(Worker));
        Tell(child, "sleep 31 & setsid sleep 32 & echo ready");
        Answer(child).Should().Be("ready");
        Shell.Until(() => child.CountDescendants() == 2, "both have started");

        var killed = child.KillTree();

        killed.Should().Be(3);
        child.TryReap().Should().Be(new ExitStatus(null, 9));
        _shell.Survivors().Should().BeEmpty();
    }

    [TestMethod]
    public void Killing_a_worker_from_a_moment_on_spares_what_earlier_calls_left_running()
    {
        using var worker = ChildProcess.Start(_shell.Script(Worker));
        Tell(worker, "sleep 31 >/dev/null 2>&1 & echo $!");
        var earlier = int.Parse(Answer(worker), CultureInfo.InvariantCulture);
        var startOfEarlier = ProcessEntry.Find(earlier)!.Value.StartTicks;
        Shell.Until(() => ProcessClock.Now > startOfEarlier, "the clock has moved on");

        var moment = ProcessClock.Now;
        Tell(worker, "sleep 32 & setsid sleep 33 & echo ready");
        Answer(worker);
        Shell.Until(() => worker.CountDescendants() == 3, "all have started");
        var killed = worker.KillTree(moment);

        killed.Should().Be(3);
        worker.TryReap().Should().Be(new ExitStatus(null, 9));
        _shell.Survivors().Should().Equal(earlier);
        _shell.KillSurvivors();
    }

    [TestMethod]
    public void A_spared_process_keeps_its_later_children()
    {
        using var worker = ChildProcess.Start(_shell.Script("mkfifo sh.go; " + Worker) with
        {
            WorkingDirectory = _directory,
        });
        Tell(worker, "sh -c 'read go <sh.go; sleep 31 & echo started; wait' & echo $!");
        var earlier = int.Parse(Answer(worker), CultureInfo.InvariantCulture);
        Shell.Until(() => ProcessClock.Now > ProcessEntry.Find(earlier)!.Value.StartTicks, "the clock has moved on");

        var moment = ProcessClock.Now;
        Tell(worker, "echo go >sh.go");
        Answer(worker).Should().Be("started");
        var killed = worker.KillTree(moment);

        killed.Should().Be(1, "only the worker is to be killed");
        Shell.Until(() => _shell.Survivors().Count == 2, "the earlier process lives, and so does its child");
        _shell.KillSurvivors();
    }

    [TestMethod]
    public void A_given_handle_and_the_null_device_serve_as_streams()
    {
        var path = Path.Combine(_directory, "output");
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            var spec = _shell.Script("cat; echo to the file >&5; echo lost") with
            {
                Streams = new Dictionary<int, ChildStream>
                {
                    [0] = ChildStream.Nothing,
                    [1] = ChildStream.Nothing,
                    [5] = ChildStream.Given(file),
                },
            };

            using var child = ChildProcess.Start(spec);

            child.WaitForExit(Shell.Long).Should().BeTrue();
            child.Pipes.Keys.Should().Equal(2);
        }

        File.ReadAllText(path).Should().Be("to the file\n");
    }

    [TestMethod]
    public void Handles_given_to_a_child_may_swap_their_numbers()
    {
        using var three = File.OpenHandle("/dev/null");
        using var four = File.OpenHandle("/dev/zero");
        var (low, high) = ((int)three.DangerousGetHandle(), (int)four.DangerousGetHandle());
        var script = $"readlink /proc/self/fd/{low} /proc/self/fd/{high}";
        var spec = _shell.Script(script) with
        {
            Streams = new Dictionary<int, ChildStream>
            {
                [low] = ChildStream.Given(four),
                [high] = ChildStream.Given(three),
            },
        };

        using var child = ChildProcess.Start(spec);

        Answer(child).Should().Be("/dev/zero");
        Answer(child).Should().Be("/dev/null");
    }

    [TestMethod]
    public void Disposing_kills_a_program_that_still_runs()
    {
        ChildProcess.Start(_shell.Script("sleep 31 & sleep 32")).Dispose();

        _shell.Survivors().Should().BeEmpty();
    }

    [TestMethod]
    public void Statuses_of_other_peoples_children_are_not_taken()
    {
        using var other = Process.Start("/bin/sh", ["-c", "exit 5"]);
        Shell.Until(() => ProcessEntry.Find(other.Id) is null or { IsZombie: true }, "it has ended");

        Orphans.Reap();

        other.WaitForExit(Shell.Long).Should().BeTrue();
        other.ExitCode.Should().Be(5);
    }

    [TestMethod]
    public void Orphans_that_end_later_are_reaped()
    {
        using var child = ChildProcess.Start(_shell.Script("(setsid sleep 31 & echo $!)"));
        var orphan = int.Parse(Answer(child), CultureInfo.InvariantCulture);
        Shell.Until(() => ProcessEntry.Find(orphan)?.Parent == Environment.ProcessId, "the service has adopted it");

        child.WaitForExit(Shell.Long).Should().BeTrue();
        Shell.Kill(orphan);
        var reaped = Orphans.Reap();

        reaped.Should().Be(1);
        ProcessEntry.Find(orphan).Should().BeNull();
        child.TryReap().Should().Be(new ExitStatus(0, null));
    }

    private static void Tell(ChildProcess child, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        Descriptor.Write(child.Pipes[0], bytes).Should().Be(bytes.Length);
    }

    private static string Answer(ChildProcess child)
    {
        var line = new StringBuilder();
        Span<byte> one = stackalloc byte[1];
        while (true)
        {
            PollEntry.Wait([Readable(child.Pipes[1])], Shell.Long).Should().BePositive("an answer comes in time");
            Descriptor.Read(child.Pipes[1], one).Should().Be(1);
            if (one[0] == '\n')
                return line.ToString();
            line.Append((char)one[0]);
        }
    }

    private static PollEntry Readable(SafeFileHandle pipe) => new((int)pipe.DangerousGetHandle(), PollEntry.Readable);
}
