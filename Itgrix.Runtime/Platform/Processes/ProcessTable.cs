namespace Itgrix.Runtime.Platform.Processes;

/// <summary>All processes that this service can see, read from /proc.</summary>
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

    /// <summary>The processes that a process's first thread started or adopted.</summary>
    public static int[] ChildrenOf(int process)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children");
        var (buffer, again) = (new byte[1024], new byte[1024]);
        // The kernel skips an entry when the one before it is reaped meanwhile: two equal lists in a row are complete.
        while (ProcFile.TryRead(path, ref buffer, out var list))
        {
            if (list.IsEmpty || (ProcFile.TryRead(path, ref again, out var same) && same.SequenceEqual(list)))
                return Numbers(Encoding.ASCII.GetString(list));
        }

        // A kernel without such lists, or no process of that id.
        return [.. Read().Values.Where(entry => entry.Parent == process).Select(entry => entry.Id)];
    }

    private static int[] Numbers(string list) =>
        [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
