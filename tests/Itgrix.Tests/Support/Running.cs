using System.Text;

namespace Itgrix.Tests.Support;

/// <summary>Processes of this machine.</summary>
internal static class Running
{
    public static IReadOnlyList<string> CommandLines()
    {
        var lines = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc")
            .Where(path => char.IsDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                lines.Add(Encoding.UTF8.GetString(File.ReadAllBytes($"{process}/cmdline")).Replace('\0', ' '));
            }
            catch (IOException)
            {
                // It ended during the check.
            }
        }
        return lines;
    }
}
