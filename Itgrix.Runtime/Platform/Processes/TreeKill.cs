using System.Diagnostics;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Kills the members of a tree, repeatedly until none is left, since forks race with the search.</summary>
internal sealed class TreeKill(ProcessTree tree, bool leaderIsUnreaped)
{
    // A process in uninterruptible sleep dies only when the kernel allows it; this is the maximum wait.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly HashSet<(int Id, long Start)> _killed = [];
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Returns the number of killed processes. The group, if given, is killed at once as a whole.</summary>
    public int Run(long startedAtOrAfter, int? group)
    {
        // A process that starts another and ends during the search may hide both: two empty searches in a row count.
        for (var empty = 0; empty < 2 && Left > TimeSpan.Zero;)
        {
            var members = tree.Find(startedAtOrAfter, leaderIsUnreaped);
            if (group is { } all)
                _ = Libc.Kill(-all, Libc.SignalKill);
            if (startedAtOrAfter == long.MinValue)
                tree.Group?.Kill();
            empty = members.Count == 0 ? empty + 1 : 0;
            Kill(members);
        }

        return _killed.Count;
    }

    private TimeSpan Left => Timeout - Stopwatch.GetElapsedTime(_started);

    private void Kill(List<ProcessEntry> members)
    {
        var dying = new List<SafeFileHandle>();
        foreach (var member in members)
        {
            _killed.Add(member.Identity);
            if (Kill(member) is { } pidFd)
                dying.Add(pidFd);
        }

        foreach (var pidFd in dying)
        {
            PollEntry.Wait([new PollEntry((int)pidFd.DangerousGetHandle(), PollEntry.Readable)], NotNegative(Left));
            pidFd.Dispose();
        }
    }

    private static SafeFileHandle? Kill(ProcessEntry member)
    {
        var descriptor = Libc.PidFdOpen(member.Id);
        if (descriptor < 0)
        {
            // Gone, or we are out of descriptors: then the id alone must do.
            if (IsStill(member))
                _ = Libc.Kill(member.Id, Libc.SignalKill);
            return null;
        }

        // The pidfd pins the process that has the id now; the start time shows whether it is the one that was found.
        var pidFd = new SafeFileHandle(descriptor, ownsHandle: true);
        if (IsStill(member) && Libc.PidFdSend(pidFd, Libc.SignalKill) == 0)
            return pidFd;

        pidFd.Dispose();
        return null;
    }

    private static bool IsStill(ProcessEntry member) => ProcessEntry.Find(member.Id)?.Identity == member.Identity;

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
