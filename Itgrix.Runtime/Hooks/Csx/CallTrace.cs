using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// What a call left in its worker. Whatever a call starts (threads, tasks, timers, continuations) carries the call's
/// context with it: while anything of that can still run, the context is alive.
/// </summary>
internal static class CallTrace
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(100);

    // An exception that nothing catches leaves its thread's context before it ends the process.
    private static readonly TimeSpan Dying = TimeSpan.FromMilliseconds(50);

    private static ProcessSettings? settings;
    private static long thrownElsewhere;
    private static volatile bool isEnding;

    /// <summary>Before the first call that could leave something.</summary>
    public static void Begin()
    {
        if (settings is not null)
            return;
        settings = new();
        var main = Thread.CurrentThread;
        AppDomain.CurrentDomain.UnhandledException += (_, _) => isEnding = true;
        AppDomain.CurrentDomain.FirstChanceException += (_, _) =>
        {
            if (Thread.CurrentThread != main)
                Volatile.Write(ref thrownElsewhere, Stopwatch.GetTimestamp());
        };
    }

    /// <summary>Waits until nothing of the call can run, and puts settings back; the service ends it.</summary>
    /// <returns>Why the process must take no further call; empty when it may.</returns>
    public static string Wait(WeakReference scope)
    {
        for (var delay = TimeSpan.FromMilliseconds(1); IsAlive(scope) || IsDying(); delay *= 2)
            Thread.Sleep(delay < MaxDelay ? delay : MaxDelay);
        return settings!.Restore() is { Count: > 0 } changed
            ? $"changed {string.Join(", ", changed)} for its process, so the worker is replaced, which takes time."
            : "";
    }

    private static bool IsDying() => isEnding
        || (Volatile.Read(ref thrownElsewhere) is var thrown and > 0 && Stopwatch.GetElapsedTime(thrown) < Dying);

    // The context is new, so a collection of the youngest objects finds it most often.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAlive(WeakReference scope)
    {
        for (var generation = 0; generation <= GC.MaxGeneration && scope.IsAlive; generation++)
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        return scope.IsAlive;
    }
}
