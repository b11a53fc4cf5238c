using System.Diagnostics;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// Whether a worker's call left descendants running. Checked after each call, when the worker itself starts none.
/// </summary>
/// <remarks>
/// A living descendant is a child of the worker, or descends from an orphan that the service adopted. A
/// process may start another and end between two checks; so a dead one is a reason to check again.
/// </remarks>
internal sealed class SurvivingDescendants(ChildProcess worker)
{
    // If the check takes longer, the worker is replaced to be safe. On a busy machine one look may take the whole
    // time: then the number of looks decides.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(30);
    private const int MinLooks = 30;

    // Processes known to be dead, or of another tree.
    private readonly HashSet<(int Id, long Start)> _settled = [];

    public bool Any()
    {
        for (var (began, looks) = (Stopwatch.GetTimestamp(), 0);
            looks < MinLooks || Stopwatch.GetElapsedTime(began) < Timeout; looks++)
        {
            switch (Look())
            {
                case Found.Alive:
                    return true;
                case Found.None:
                    return false;
                case Found.InExec:
                    // Mostly microseconds, and no event signals the end of it.
                    Thread.Sleep(1);
                    break;
            }
        }
        return true;
    }

    private Found Look()
    {
        // In this order: the child of a child that is dead by now is already an orphan of the service.
        var children = Entries(ProcessTable.ChildrenOf(worker.Id));
        var orphans = Entries(ProcessTable.ChildrenOf(Environment.ProcessId).Where(id => !LiveChildren.Contains(id)));
        if (children.Exists(child => !child.IsZombie))
            return Found.Alive;

        _settled.IntersectWith(children.Concat(orphans).Select(entry => entry.Identity));
        var found = Found.None;
        foreach (var entry in children.Concat(orphans).Where(entry => !_settled.Contains(entry.Identity)))
            found = (Found)Math.Max((int)found, (int)Settle(entry));
        if (found == Found.Dead)
            Orphans.Reap();
        return found;
    }

    private Found Settle(ProcessEntry entry)
    {
        var isOurs = entry.IsZombie ? false : worker.IsAncestorOf(entry);
        if (isOurs is null)
            return Found.InExec;
        if (isOurs.Value)
            return Found.Alive;
        _settled.Add(entry.Identity);
        return entry.IsZombie ? Found.Dead : Found.None;
    }

    private static List<ProcessEntry> Entries(IEnumerable<int> ids) =>
        [.. ids.Select(id => ProcessEntry.Find(id) ?? ProcessEntry.Gone(id))];

    // Ordered: the greater value decides.
    private enum Found { None, Dead, InExec, Alive }
}
