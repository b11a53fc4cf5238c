using Itgrix.Runtime.Processes;

namespace Itgrix.Runtime.Php;

/// <summary>
/// Whether a worker's call left descendants running. Asked after each call, so cheap: only a new child of the worker,
/// or a new orphan, is a reason to look at all processes.
/// </summary>
internal sealed class LeftRunning(ChildProcess worker)
{
    private HashSet<int> _strangers = [];

    public bool Any()
    {
        var children = ProcessTable.ChildrenOf(worker.Id);
        var orphans = ProcessTable.ChildrenOf(Environment.ProcessId)
            ?.Where(id => !LiveChildren.Contains(id)).ToHashSet();
        if (children is { Length: 0 } && orphans is not null && orphans.IsSubsetOf(_strangers))
        {
            _strangers = orphans;
            return false;
        }
        // Who is still about to become another program cannot be asked whose he is: a worker too many is replaced then.
        if (worker.CountDescendants() > 0 || orphans?.Except(_strangers).Any(IsChangingProgram) == true)
            return true;
        Orphans.Reap();
        _strangers = orphans ?? [];
        return false;
    }

    private static bool IsChangingProgram(int id) =>
        ProcessEntry.Of(id) is { IsZombie: false, IsChangingProgram: true };
}
