namespace Itgrix.Runtime.Platform.Processes;

/// <summary>One line of the process table: the content of /proc/PID/stat.</summary>
internal readonly record struct ProcessEntry(
    int Id, char State, int Parent, int Group, int Session, long Flags, long StartTicks,
    long EnvironmentStart, long EnvironmentEnd)
{
    private const long KernelThread = 0x200000;

    /// <summary>Identity of the process: its id alone may be reused.</summary>
    public (int Id, long Start) Identity => (Id, StartTicks);

    public bool IsZombie => State is 'Z' or 'X';

    public bool IsKernelThread => (Flags & KernelThread) != 0;

    /// <summary>It has an environment, if only an empty one; during exec, or while it exits, it has none.</summary>
    public bool HasNoVariables => EnvironmentEnd != 0 && EnvironmentEnd == EnvironmentStart;

    /// <summary>A zombie or a process that is exiting.</summary>
    public static ProcessEntry Gone(int id) => new() { Id = id, State = 'X' };

    /// <summary>The entry of one process, or null when there is none.</summary>
    public static ProcessEntry? Find(int id)
    {
        var buffer = new byte[1024];
        return Read(id, ref buffer);
    }

    /// <summary>As <see cref="Find"/>, with a reusable buffer.</summary>
    public static ProcessEntry? Read(int id, ref byte[] buffer)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat");
        if (!ProcFile.TryRead(path, ref buffer, out var text))
            return null;

        // The name, second and in parentheses, may itself hold spaces and parentheses.
        var name = text.LastIndexOf((byte)')');
        if (name < 0)
            return null;

        var fields = Encoding.ASCII.GetString(text[(name + 2)..]).Split(' ');
        return new ProcessEntry(
            id, fields[0][0], (int)Number(fields, 4), (int)Number(fields, 5), (int)Number(fields, 6),
            Number(fields, 9), Number(fields, 22), Number(fields, 50), Number(fields, 51));
    }

    // Numbered as in proc(5), where the state, our first, is field 3. A process just reaped shows -1 for its session.
    private static long Number(string[] fields, int field) =>
        long.Parse(fields[field - 3], CultureInfo.InvariantCulture);
}
