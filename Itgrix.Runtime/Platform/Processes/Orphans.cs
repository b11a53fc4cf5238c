using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Reaps the orphans of process trees, which the service adopts as their subreaper.</summary>
internal static class Orphans
{
    // A spawn in progress has priority: the remaining zombies are reaped at the end of the next run.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Reaps dead orphans; returns how many. The end of each tree calls it; a host with long-lived workers may do
    /// so every minute.
    /// </summary>
    public static int Reap()
    {
        if (!AnyChildIsDead())
            return 0;

        var session = ProcessEntry.Find(Environment.ProcessId)?.Session;
        var dead = ProcessTable.Read().Values.Where(entry => IsDeadOrphan(entry, session)).ToList();
        var reaped = 0;
        if (dead.Count > 0)
            LiveChildren.TryBetweenBirths(Timeout, () => reaped = dead.Count(entry => Reap(entry, session)));
        return reaped;
    }

    /// <summary>
    /// False when the service has certainly adopted no process, dead or alive. The kernel gives orphans to the first
    /// thread, so its list of children answers without a scan of all processes.
    /// </summary>
    public static bool MayExist() =>
        ProcessTable.ChildrenOf(Environment.ProcessId).Any(child => !LiveChildren.Contains(child));

    // One call, and the usual answer is no.
    private static unsafe bool AnyChildIsDead()
    {
        var found = default(Libc.SignalInfo);
        var options = Libc.Exited | Libc.DoNotHang | Libc.LeaveWaitable;
        return Libc.WaitForAny(Libc.AnyChild, 0, &found, options) == 0 && found.Process != 0;
    }

    // All our trees have their own sessions, so a dead child in the service's session is one that other code
    // (System.Diagnostics.Process) started and waits for.
    private static bool IsDeadOrphan(ProcessEntry entry, int? session) =>
        entry.IsZombie
        && entry.Parent == Environment.ProcessId
        && entry.Session != session
        && !LiveChildren.Contains(entry.Id);

    private static unsafe bool Reap(ProcessEntry seen, int? session)
    {
        int status;
        return ProcessEntry.Find(seen.Id) is { } now
            && IsDeadOrphan(now, session)
            && Libc.WaitFor(now.Id, &status, Libc.DoNotHang) == now.Id;
    }
}
