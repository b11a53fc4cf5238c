using System.Diagnostics;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Kills what belongs to a tree, again until nothing is left, since forks race with the search.</summary>
internal sealed class TreeKill(ProcessTree tree, bool leaderIsUnreaped)
{
    // A process in uninterruptible sleep dies only when the kernel lets it; it is not waited for longer than this.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly HashSet<(int Id, long Start)> _killed = [];
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Returns how many processes were killed. The group, if given, is killed at once as a whole.</summary>
    public int Run(long startedAtOrAfter, int? group)
    {
        // Who starts another and ends while the search goes on may hide both: only who is not there twice is not there.
        for (var empty = 0; empty < 2 && Left > TimeSpan.Zero;)
        {
            var members = tree.Find(startedAtOrAfter, leaderIsUnreaped);
            if (group is { } all)
                _ = Libc.Kill(-all, Libc.SignalKill);
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
            // Gone, or we are out of descriptors: then the number alone must do.
            if (IsStill(member))
                _ = Libc.Kill(member.Id, Libc.SignalKill);
            return null;
        }

        // The descriptor pins whoever has the number now; the start time tells whether that is who we found.
        var pidFd = new SafeFileHandle(descriptor, ownsHandle: true);
        if (IsStill(member) && Libc.PidFdSend(pidFd, Libc.SignalKill) == 0)
            return pidFd;

        pidFd.Dispose();
        return null;
    }

    private static bool IsStill(ProcessEntry member) => ProcessEntry.Find(member.Id)?.Identity == member.Identity;

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
