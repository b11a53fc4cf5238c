using System.Globalization;
using System.Text;

namespace Itgrix.Runtime.Processes;

/// <summary>All processes this service can see, read from /proc.</summary>
internal static class ProcessTable
{
    public static List<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>();
        var buffer = new byte[1024];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(directory.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ProcessEntry.Read(id, ref buffer) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    /// <summary>The children started or adopted by a process's first thread; null where the kernel does not tell.</summary>
    public static int[]? ChildrenOf(int process)
    {
        var buffer = new byte[1024];
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children");
        return ProcFile.TryRead(path, ref buffer, out var list)
            ? [.. Encoding.ASCII.GetString(list).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]
            : null;
    }
}
