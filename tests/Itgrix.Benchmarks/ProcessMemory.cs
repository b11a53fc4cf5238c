using System.Globalization;

namespace Itgrix.Benchmarks;

/// <summary>Memory of this process and all its descendants: proportional set sizes, in bytes.</summary>
internal static class ProcessMemory
{
    public static double OfThisAndWorkers()
    {
        GC.Collect();
        return Tree(Environment.ProcessId).Sum(Of);
    }

    private static IEnumerable<int> Tree(int id) => Children(id).SelectMany(Tree).Prepend(id);

    private static IEnumerable<int> Children(int id) =>
        UnlessGone(() => Directory.EnumerateDirectories($"/proc/{id}/task")
        .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture)).ToList()) ?? [];

    private static double Of(int id) => UnlessGone(() => File.ReadLines($"/proc/{id}/smaps_rollup")
        .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Sum(line => double.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024));

    /// <summary>A process's memory; zero when it ended during the read, as recycled workers do.</summary>
    private static T? UnlessGone<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (IOException)
        {
            return default;
        }
    }
}
