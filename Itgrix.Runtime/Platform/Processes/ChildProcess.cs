using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>A started program: leader of its own session, watched by a pidfd, killable with its descendants.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Lock _reaping = new();
    private readonly ControlGroup? _group;
    private readonly ProcessTree _tree;
    private ExitStatus? _status;

    private ChildProcess(
        int id, string token, ControlGroup? group, SafeFileHandle pidFd, Dictionary<int, SafeFileHandle> pipes)
    {
        _group = group;
        Id = id;
        Token = token;
        PidFd = pidFd;
        Pipes = pipes;

        // Not reaped yet, so /proc still has it even if it has ended already.
        _tree = new ProcessTree(ProcessEntry.Find(id) ?? new ProcessEntry { Id = id }, token, group);
    }

    public int Id { get; }

    /// <summary>The value of ITGRIX_PROCESS in the environment of this program and its descendants.</summary>
    public string Token { get; }

    /// <summary>Becomes readable when the program has ended.</summary>
    public SafeFileHandle PidFd { get; }

    /// <summary>The service's ends of the pipes by the child's descriptor, non-blocking; dispose closes one.</summary>
    public IReadOnlyDictionary<int, SafeFileHandle> Pipes { get; }

    public static ChildProcess Start(ProcessSpec spec)
    {
        using var streams = new ChildStreams(spec);
        var token = Guid.NewGuid().ToString("N");
        var group = ControlGroups.Create($"program-{token}", spec.MemoryLimit);
        try
        {
            return Start(spec, token, streams, group);
        }
        catch
        {
            if (group is not null)
                ControlGroups.Delete(group);
            throw;
        }
    }

    private static ChildProcess Start(ProcessSpec spec, string token, ChildStreams streams, ControlGroup? group)
    {
        var id = LiveChildren.Add(token, () => spec.Starter(spec, token, streams));

        var pidFd = Libc.PidFdOpen(id);
        if (pidFd < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            _ = Libc.Kill(-id, Libc.SignalKill);
            Reap(id, token, options: 0);
            throw new ProcessStartException(spec, errno);
        }

        group?.Add(id);
        ResourceLimits.Apply(id, spec.MemoryLimit, group);
        return new ChildProcess(id, token, group, new SafeFileHandle(pidFd, ownsHandle: true), streams.TakeOwnEnds());
    }

    /// <summary>Resident memory of the program in bytes; zero when it has ended.</summary>
    public long ResidentMemory()
    {
        var buffer = new byte[256];
        // Pages: the total size, then the resident set.
        return ProcFile.TryRead($"/proc/{Id}/statm", ref buffer, out var pages)
            && Encoding.ASCII.GetString(pages).Split(' ') is [_, var resident, ..]
            ? long.Parse(resident, CultureInfo.InvariantCulture) * Environment.SystemPageSize
            : 0;
    }

    /// <summary>How it ended, or null while it runs; may be called repeatedly.</summary>
    public ExitStatus? TryReap()
    {
        lock (_reaping)
            return _status ??= Reap(Id, Token, Libc.DoNotHang);
    }

    /// <summary>Waits for the end up to the timeout (negative: forever).</summary>
    public bool WaitForExit(TimeSpan limit) =>
        PollEntry.Wait([new PollEntry((int)PidFd.DangerousGetHandle(), PollEntry.Readable)], limit) > 0;

    /// <summary>Kills the program alone, its descendants stay alive; does nothing when it has ended.</summary>
    public void Kill() => _ = Libc.PidFdSend(PidFd, Libc.SignalKill);

    /// <summary>Kills the program and all its descendants, and reaps them; returns how many were alive.</summary>
    public int KillTree()
    {
        // As long as the leader is not reaped, dead or not, its group id cannot be reused.
        lock (_reaping)
            return KillTree(long.MinValue, group: _status is null ? Id : null);
    }

    /// <summary>
    /// Kills the program and those descendants that started at this moment (<see cref="ProcessClock.Now"/>) or later:
    /// what earlier calls in the same worker left running on purpose stays, with everything it starts. The program must
    /// be the worker, not a shell that waits for it.
    /// </summary>
    public int KillTree(long startedAtOrAfter)
    {
        lock (_reaping)
            return KillTree(startedAtOrAfter, group: null);
    }

    /// <summary>Number of living descendants; to be called before the program is reaped.</summary>
    public int CountDescendants()
    {
        // Children of a program that has ended are orphans already, and so adopted by the service.
        if (WaitForExit(TimeSpan.Zero) && !Orphans.MayExist())
            return 0;

        lock (_reaping)
            return _tree.Find(long.MinValue, _status is null).Count(entry => entry.Id != Id);
    }

    /// <summary>
    /// Whether a living process descends from the program, which is not reaped; null when currently unknown.
    /// </summary>
    public bool? IsAncestorOf(ProcessEntry entry) => _tree.Contains(entry, leaderIsUnreaped: true);

    /// <summary>Closes the pipes. A program that still runs is killed with its tree.</summary>
    public void Dispose()
    {
        if (TryReap() is null)
            KillTree();
        LiveChildren.Remove(Id, Token);
        if (_group is not null)
            ControlGroups.Delete(_group);
        PidFd.Dispose();
        foreach (var pipe in Pipes.Values)
            pipe.Dispose();
    }

    private int KillTree(long startedAtOrAfter, int? group)
    {
        var killed = new TreeKill(_tree, leaderIsUnreaped: _status is null).Run(startedAtOrAfter, group);
        _status ??= Reap(Id, Token, Libc.DoNotHang);
        Orphans.Reap();
        return killed;
    }

    private static unsafe ExitStatus? Reap(int id, string token, int options)
    {
        int status, reaped;
        do
            reaped = Libc.WaitFor(id, &status, options);
        while (reaped < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);

        if (reaped == 0)
            return null;

        // ECHILD: the service was started with SIGCHLD ignored, and the kernel has discarded the status.
        LiveChildren.Remove(id, token);
        return reaped == id ? ExitStatus.FromWait(status) : ExitStatus.Unknown;
    }
}
