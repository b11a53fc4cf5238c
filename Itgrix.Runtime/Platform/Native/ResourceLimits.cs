namespace Itgrix.Runtime.Platform.Native;

/// <summary>Limits that the system sets for this process.</summary>
internal static class ResourceLimits
{
    private const string Line = "Max open files";

    /// <summary>How many files and connections may be open; very many when it is not known.</summary>
    public static long OpenFiles { get; } = ReadOpenFiles();

    // The runtime raises the soft limit to the hard one.
    private static long ReadOpenFiles()
    {
        try
        {
            var line = File.ReadLines("/proc/self/limits")
                .FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
            var words = (line ?? "")[Math.Min(Line.Length, (line ?? "").Length)..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 1 && long.TryParse(words[1], CultureInfo.InvariantCulture, out var hard)
                ? hard : int.MaxValue;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return int.MaxValue;
        }
    }
}
