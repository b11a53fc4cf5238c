using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>The service adopts the orphans of its trees; nobody else would take them away once they are dead.</summary>
internal static class Orphans
{
    // A start in progress comes first: what is left now is reaped at the end of the next run.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Takes away dead orphans; returns how many. Each end of a tree calls it; a host whose workers live long may do
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
    /// False when the service has surely adopted nobody, dead or alive. The kernel gives orphans to the first thread,
    /// so its children tell without a look at all processes.
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

    // All our trees have sessions of their own, so a dead child in the service's session is one that some other code
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
