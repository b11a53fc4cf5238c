using System.Text;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Tests.Support;

/// <summary>Processes of this machine.</summary>
internal static class Running
{
    public static IReadOnlyList<string> CommandLines() => [.. ProcessTable.Read().Keys.Select(CommandLine)];

    /// <summary>Everything that a process started, at any remove.</summary>
    public static IReadOnlyList<int> Descendants(int id)
    {
        var table = ProcessTable.Read().Values;
        List<int> all = [id];
        for (var at = 0; at < all.Count; at++)
            all.AddRange(table.Where(entry => entry.Parent == all[at]).Select(entry => entry.Id));
        return all[1..];
    }

    /// <summary>A process's command line; empty when it has ended.</summary>
    public static string CommandLine(int id) => Read($"/proc/{id}/cmdline").Replace('\0', ' ').Trim();

    /// <summary>Its proportional share of memory in bytes; zero when it has ended.</summary>
    public static long Memory(int id) => Read($"/proc/{id}/smaps_rollup").Split('\n')
        .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024);

    private static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (IOException)
        {
            // It ended.
            return "";
        }
    }
}
