using System.Collections.Concurrent;
using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>
/// The tree of control groups (version 2) that systemd delegates to the service by <c>Delegate=yes</c>. The service is
/// in a group of its own; each program that it starts gets one.
/// </summary>
/// <remarks>https://systemd.io/CGROUP_DELEGATION/ and the kernel's admin-guide/cgroup-v2.rst.</remarks>
internal static class ControlGroups
{
    private const string Controllers = "cgroup.controllers", Processes = "cgroup.procs";

    private static readonly ConcurrentQueue<ControlGroup> Left = [];

    private static readonly Lazy<string?> Root = new(() => Find("/proc/self/mountinfo", "/proc/self/cgroup"));

    /// <summary>Creates a group for a program; <c>null</c> when none are delegated, or it cannot be created.</summary>
    /// <param name="name">The name of the group.</param>
    /// <param name="memory">Bytes of memory of all of its processes; <c>null</c> for no limit.</param>
    public static ControlGroup? Create(string name, long? memory)
    {
        if (Root.Value is not { } root)
            return null;
        DeleteLeft();
        try
        {
            return new(Directory.CreateDirectory(Path.Combine(root, name)).FullName, memory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Deletes the group of a program that has ended, once what it left running has ended too.</summary>
    public static void Delete(ControlGroup group)
    {
        if (!group.TryDelete())
            Left.Enqueue(group);
    }

    private static void DeleteLeft()
    {
        for (var count = Left.Count; count > 0 && Left.TryDequeue(out var group); count--)
            Delete(group);
    }

    /// <summary>The group of the service, if it is delegated, with the service moved into a group below it.</summary>
    /// <param name="mounts">The file of mounts.</param>
    /// <param name="groups">The file of the groups of the process.</param>
    internal static string? Find(string mounts, string groups)
    {
        // root may write everywhere: whether a group is meant for the service is not seen.
        if (Libc.EffectiveUser() == 0)
            return null;
        try
        {
            if (MountOf(File.ReadAllLines(mounts)) is not { } mount
                || PathOf(File.ReadAllLines(groups)) is not { } path)
                return null;
            var root = mount + path.TrimEnd('/');
            MoveService(root);
            EnableControllers(root);
            return root;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A line is "36 25 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw".
    private static string? MountOf(IEnumerable<string> lines) =>
        (from line in lines
         where line.Contains(" - cgroup2 ", StringComparison.Ordinal)
         select line.Split(' ') into fields
         where fields.Length > 4
         select fields[4]).FirstOrDefault();

    // The line of version 2 is "0::/system.slice/itgrix.service".
    private static string? PathOf(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[3..];

    // A group with processes of its own cannot give controllers to the groups below it.
    private static void MoveService(string root)
    {
        var service = Directory.CreateDirectory(Path.Combine(root, "service")).FullName;
        File.WriteAllText(Path.Combine(service, Processes), $"{Environment.ProcessId}");
    }

    // Those that the system has: each may be missing.
    private static void EnableControllers(string root)
    {
        var found = File.ReadAllText(Path.Combine(root, Controllers)).Split(' ', StringSplitOptions.TrimEntries);
        foreach (var controller in found.Intersect(["memory", "pids", "cpu"]))
            ControlGroup.TryWrite(Path.Combine(root, "cgroup.subtree_control"), $"+{controller}");
    }
}
