using System.ComponentModel;
using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Finds a program as a shell does, in PATH alone.</summary>
/// <remarks>
/// .NET looks in its own folder and in the current one first, and would run whatever lies there by that name.
/// </remarks>
internal static class ProgramPath
{
    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="Win32Exception">It is in no folder of PATH.</exception>
    public static string Find(string program)
    {
        if (program.Contains('/'))
            return Path.GetFullPath(program);
        var folders = Environment.GetEnvironmentVariable("PATH") ?? "/bin:/usr/bin";
        var found = folders.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).Where(File.Exists).ToList();
        // One that may not be run serves when there is no other: its error says what to do.
        return found.Find(file => (File.GetUnixFileMode(file) & Executable) != 0) ?? found.FirstOrDefault()
            ?? throw new Win32Exception(Errno.NoEntry);
    }
}
