using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Limits set on a program right after its start; processes that it forks inherit them.</summary>
internal static unsafe class ResourceLimits
{
    // A failure is no reason to refuse: the program has ended already, or the service itself runs under a lower limit.
    public static void Apply(int process, long? memory)
    {
        Set(process, Libc.LimitCore, 0);
        if (memory is { } bytes)
            Set(process, Libc.LimitData, (ulong)bytes);

        // posix_spawn cannot set limits, so a shell may have forked before ours applied.
        foreach (var early in ProcessTable.ChildrenOf(process))
            Apply(early, memory);
    }

    private static void Set(int process, int resource, ulong value)
    {
        var limit = new Libc.ResourceLimit(value);
        _ = Libc.SetLimit(process, resource, &limit, null);
    }
}
