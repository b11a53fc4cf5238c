using System.Collections.Concurrent;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>The process ids of children that code of this service will reap.</summary>
internal static class LiveChildren
{
    private static readonly ConcurrentDictionary<int, string> Tokens = new();

    // Spawning and reaping exclude each other; otherwise a child could be reaped as an orphan before it is registered.
    private static readonly ReaderWriterLockSlim Births = new();

    private static readonly Lock Watching = new();
    private static ChildWatchdog? watchdog;

    static LiveChildren() => ServiceProcess.Prepare();

    /// <summary>Starts a child and registers it.</summary>
    public static int Add(string token, Func<int> start)
    {
        Births.EnterReadLock();
        try
        {
            var id = start();
            lock (Watching)
            {
                Tokens[id] = token;
                if (watchdog?.TryAdd(id, token) != true)
                    Watch();
            }
            return id;
        }
        finally
        {
            Births.ExitReadLock();
        }
    }

    public static bool Contains(int id) => Tokens.ContainsKey(id);

    /// <summary>To be called after the child was reaped. By then its id may belong to another child.</summary>
    public static void Remove(int id, string token)
    {
        lock (Watching)
        {
            if (Tokens.TryRemove(KeyValuePair.Create(id, token)) && watchdog?.TryRemove(id, token) != true)
                Watch();
        }
    }

    // A new one, which is told all.
    private static void Watch()
    {
        if (watchdog is { } old)
        {
            old.Kill();
            // From now on it is an orphan, which is reaped like all.
            Tokens.TryRemove(KeyValuePair.Create(old.Id, old.Token));
        }
        watchdog = ChildWatchdog.TryStart();
        if (watchdog is not { } started)
            return;
        foreach (var (id, token) in Tokens)
            started.TryAdd(id, token);
        Tokens[started.Id] = started.Token;
    }

    /// <summary>Runs an action while no child is being spawned; false when no such moment came soon enough.</summary>
    public static bool TryBetweenBirths(TimeSpan timeout, Action action)
    {
        if (!Births.TryEnterWriteLock(timeout))
            return false;

        try
        {
            action();
            return true;
        }
        finally
        {
            Births.ExitWriteLock();
        }
    }
}
