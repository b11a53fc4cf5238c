namespace Itgrix.Runtime.Platform.Processes;

/// <summary>
/// The control group of one started program: everything that descends from it is a member, whatever its session and
/// environment.
/// </summary>
internal sealed class ControlGroup
{
    // A worker of scripts has some twenty threads.
    private const int MaxThreads = 512;

    // Half of a group without a weight: hooks wait for the service, not the service for hooks.
    private const int Weight = 50;

    private readonly string _path;

    /// <param name="path">The group, which exists.</param>
    /// <param name="memory">Bytes of memory of one process; its descendants may have as much again.</param>
    public ControlGroup(string path, long? memory)
    {
        _path = path;
        // Files of controllers that the system does not have are missing.
        TryWrite(In("pids.max"), $"{MaxThreads}");
        TryWrite(In("cpu.weight"), $"{Weight}");
        TryWrite(In("memory.oom.group"), "1");
        if (memory is { } bytes)
            TryWrite(In("memory.max"), $"{bytes * 2}");
    }

    /// <summary>The members, also of groups that a member made below this one.</summary>
    public IReadOnlySet<int> Members
    {
        get
        {
            try
            {
                return Directory.EnumerateFiles(_path, "cgroup.procs", SearchOption.AllDirectories)
                    .SelectMany(File.ReadLines).Select(int.Parse).ToHashSet();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return new HashSet<int>();
            }
        }
    }

    /// <summary>Moves a process, with its descendants from now on; false when it has ended.</summary>
    public bool Add(int process) => TryWrite(In("cgroup.procs"), $"{process}");

    /// <summary>
    /// Kills all members at once, those that they fork meanwhile too; does nothing before Linux 5.14.
    /// </summary>
    public void Kill() => TryWrite(In("cgroup.kill"), "1");

    /// <summary>Deletes the group; false while it has members.</summary>
    public bool TryDelete()
    {
        try
        {
            foreach (var below in Directory.EnumerateDirectories(_path, "*", SearchOption.AllDirectories).Reverse())
                Directory.Delete(below);
            Directory.Delete(_path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes to a file of the kernel, if it is there and takes it.</summary>
    public static bool TryWrite(string file, string value)
    {
        try
        {
            using var stream = new FileStream(
                file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(Encoding.ASCII.GetBytes(value));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string In(string file) => Path.Combine(_path, file);
}
