using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Starts a program by posix_spawn, as the leader of its own session.</summary>
internal static unsafe class PosixSpawn
{
    private const int ReadWrite = 2;

    // The C library's opaque types are at most 336 bytes on the supported platforms; as words, for their alignment.
    private const int OpaqueWords = 128;

    public static int Start(ProcessSpec spec, string token, ChildStreams streams)
    {
        using var arguments = new NativeStrings([spec.File, .. spec.Arguments]);
        using var environment = new NativeStrings(ChildEnvironment.Build(spec.Environment, token));
        var attributes = stackalloc ulong[OpaqueWords];
        var actions = stackalloc ulong[OpaqueWords];
        Check(spec, Libc.InitializeAttributes(attributes));
        Check(spec, Libc.InitializeActions(actions));
        try
        {
            SetSignalsAndSession(spec, attributes);
            SetStreams(spec, actions, streams);
            int process;
            Check(spec, Libc.Spawn(
                &process, spec.File, actions, attributes, arguments.Pointer, environment.Pointer));
            return process;
        }
        finally
        {
            Libc.DestroyActions(actions);
            Libc.DestroyAttributes(attributes);
        }
    }

    // .NET ignores SIGPIPE, and an ignored signal stays ignored over exec: `yes | head` would not end in a hook.
    private static void SetSignalsAndSession(ProcessSpec spec, void* attributes)
    {
        var signals = stackalloc ulong[OpaqueWords];
        Libc.FillSignals(signals);
        Check(spec, Libc.SetSignalDefaults(attributes, signals));
        Libc.EmptySignals(signals);
        Check(spec, Libc.SetSignalMask(attributes, signals));
        Check(spec, Libc.SetSpawnFlags(
            attributes, Libc.SpawnSetSession | Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask));
    }

    private static void SetStreams(ProcessSpec spec, void* actions, ChildStreams streams)
    {
        foreach (var (number, end) in streams.ChildEnds)
            Check(spec, Libc.AddDuplicate(actions, (int)end.DangerousGetHandle(), number));
        foreach (var number in streams.Nulls)
            Check(spec, Libc.AddOpen(actions, number, "/dev/null", ReadWrite, 0));
        if (spec.WorkingDirectory is { } directory)
            Check(spec, Libc.AddChangeDirectory(actions, directory));
    }

    private static void Check(ProcessSpec spec, int errno)
    {
        if (errno != 0)
            throw new ProcessStartException(spec, errno);
    }
}
