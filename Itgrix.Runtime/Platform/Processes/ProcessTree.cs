using System.Diagnostics;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>
/// The descendants of one started program: its control group and session, and all processes elsewhere with its token.
/// </summary>
internal sealed class ProcessTree(ProcessEntry leader, string token, ControlGroup? group)
{
    private static readonly TimeSpan UncertaintyLimit = TimeSpan.FromMilliseconds(30);

    private readonly byte[] _mark = Encoding.ASCII.GetBytes($"{ChildEnvironment.TokenName}={token}\0");
    private byte[] _buffer = new byte[16 * 1024];

    /// <summary>The program's control group; <c>null</c> where there is none.</summary>
    public ControlGroup? Group => group;

    /// <summary>
    /// The living members that started at the given moment or later, the leader always. The session counts only while
    /// the leader is not reaped: after that its id may be reused by an unrelated process.
    /// </summary>
    public List<ProcessEntry> Find(long startedAtOrAfter, bool leaderIsUnreaped)
    {
        var started = Stopwatch.GetTimestamp();
        var earliest = Math.Max(startedAtOrAfter, leader.StartTicks);
        while (true)
        {
            var (members, uncertain) = Look(earliest, leaderIsUnreaped);
            if (!uncertain || Stopwatch.GetElapsedTime(started) > UncertaintyLimit)
                return members;

            // A process is in the middle of exec, mostly for microseconds, and no event signals the end of it.
            Thread.Sleep(1);
        }
    }

    /// <summary>Whether a living process belongs to this tree; null when currently unknown.</summary>
    public bool? Contains(ProcessEntry entry, bool leaderIsUnreaped) =>
        Contains(entry, leaderIsUnreaped, group?.Members);

    private bool? Contains(ProcessEntry entry, bool leaderIsUnreaped, IReadOnlySet<int>? grouped) =>
        leaderIsUnreaped && entry.Session == leader.Id || grouped?.Contains(entry.Id) == true
            ? true : CarriesToken(entry.Id);

    private (List<ProcessEntry> Members, bool Uncertain) Look(long earliest, bool leaderIsUnreaped)
    {
        var grouped = group?.Members;
        var table = ProcessTable.Read();
        var members = new List<ProcessEntry>();
        var uncertain = false;
        foreach (var entry in table.Values)
        {
            if (entry.IsZombie || entry.IsKernelThread || entry.Id <= 1 || entry.Id == Environment.ProcessId)
                continue;

            var isLeader = leaderIsUnreaped && entry.Id == leader.Id;
            if (!isLeader && (entry.StartTicks < earliest || DescendsFromEarlier(entry, table, earliest)))
                continue;

            var belongs = isLeader ? true : Contains(entry, leaderIsUnreaped, grouped);
            if (belongs == true)
                members.Add(entry);
            uncertain |= belongs is null;
        }

        return (members, uncertain);
    }

    /// <summary>A process of this tree that is spared also keeps what it starts later.</summary>
    private bool DescendsFromEarlier(ProcessEntry entry, Dictionary<int, ProcessEntry> table, long earliest)
    {
        while (entry.Parent != leader.Id && table.TryGetValue(entry.Parent, out var parent))
        {
            // Above the tree: older than the leader, as are the service, which adopts orphans, and init.
            // A parent that seems younger reuses the id of one that ended while the table was read.
            if (parent.StartTicks < leader.StartTicks || parent.StartTicks > entry.StartTicks)
                return false;
            if (parent.StartTicks < earliest)
                return true;
            entry = parent;
        }

        return false;
    }

    /// <summary>Null when currently unknown.</summary>
    private bool? CarriesToken(int id)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/environ");
        if (!ProcFile.TryRead(path, ref _buffer, out var environment))
            return false;
        if (!environment.IsEmpty)
            return HasMark(environment);

        // Empty on purpose, or in the middle of exec, or exited since.
        return ProcessEntry.Find(id) is { IsZombie: false, HasNoVariables: false } ? null : false;
    }

    private bool HasMark(ReadOnlySpan<byte> environment)
    {
        var at = environment.IndexOf(_mark);
        return at == 0 || (at > 0 && environment[at - 1] == 0);
    }
}
