using System.Collections.Concurrent;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>The process ids of children that code of this service will reap.</summary>
internal static class LiveChildren
{
    private static readonly ConcurrentDictionary<int, string> Tokens = new();

    // Spawning and reaping exclude each other; otherwise a child could be reaped as an orphan before it is registered.
    private static readonly ReaderWriterLockSlim Births = new();

    static LiveChildren() => ServiceProcess.Prepare();

    /// <summary>Starts a child and registers it.</summary>
    public static int Add(string token, Func<int> start)
    {
        Births.EnterReadLock();
        try
        {
            var id = start();
            Tokens[id] = token;
            return id;
        }
        finally
        {
            Births.ExitReadLock();
        }
    }

    public static bool Contains(int id) => Tokens.ContainsKey(id);

    /// <summary>To be called after the child was reaped. By then its id may belong to another child.</summary>
    public static void Remove(int id, string token) => Tokens.TryRemove(KeyValuePair.Create(id, token));

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
