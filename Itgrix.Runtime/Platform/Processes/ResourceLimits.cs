using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Limits set on a program right after its start; processes that it forks inherit them.</summary>
internal static unsafe class ResourceLimits
{
    // Threads that all programs may have together, beside those that the user had when the first one started. The
    // service itself is not limited: what forks without end takes the user's last threads from other programs only.
    private const int MaxThreads = 512;

    // Of -1000 to 1000: when memory ends, the kernel kills programs before the service.
    private const string KilledFirst = "500";

    private static readonly Lazy<ulong> ThreadsOfUser = new(
        () => (ulong)Directory.EnumerateDirectories("/proc").Sum(process => ThreadsOf($"{process}/status")));

    // A failure is no reason to refuse: the program has ended already, or the service itself runs under a lower limit.
    public static void Apply(int process, long? memory, ControlGroup? group = null)
    {
        Set(process, Libc.LimitCore, 0);
        if (memory is { } bytes)
            Set(process, Libc.LimitData, (ulong)bytes);
        // The kernel does not count the threads of root.
        if (Libc.EffectiveUser() != 0)
            Set(process, Libc.LimitProcesses, ThreadsOfUser.Value + MaxThreads);
        ControlGroup.TryWrite(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/oom_score_adj"), KilledFirst);

        // posix_spawn cannot set limits, so a shell may have forked before ours applied.
        foreach (var early in ProcessTable.ChildrenOf(process))
        {
            group?.Add(early);
            Apply(early, memory, group);
        }
    }

    // Lines such as "Uid:\t1000\t1000\t1000\t1000" and "Threads:\t21"; no file when the process has ended.
    private static int ThreadsOf(string status)
    {
        try
        {
            var fields = File.ReadLines(status).Select(line => line.Split('\t'))
                .Where(line => line is ["Uid:" or "Threads:", _, ..]).ToDictionary(line => line[0], line => line[1]);
            return fields.GetValueOrDefault("Uid:") == $"{Libc.EffectiveUser()}"
                && int.TryParse(fields.GetValueOrDefault("Threads:"), out var threads) ? threads : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static void Set(int process, int resource, ulong value)
    {
        var limit = new Libc.ResourceLimit(value);
        _ = Libc.SetLimit(process, resource, &limit, null);
    }
}
