using System.Globalization;
using System.Text;

namespace Itgrix.Runtime.Processes;

/// <summary>All processes this service can see, read from /proc.</summary>
internal static class ProcessTable
{
    public static Dictionary<int, ProcessEntry> Read()
    {
        var entries = new Dictionary<int, ProcessEntry>();
        var buffer = new byte[1024];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            var name = directory.AsSpan("/proc/".Length);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ProcessEntry.Read(id, ref buffer) is { } entry)
                entries[id] = entry;
        }

        return entries;
    }

    /// <summary>What a process's first thread started or adopted; null where the kernel does not tell.</summary>
    public static int[]? ChildrenOf(int process)
    {
        var buffer = new byte[1024];
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children");
        return ProcFile.TryRead(path, ref buffer, out var list)
            ? [.. Encoding.ASCII.GetString(list).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]
            : null;
    }
}
