using System.Collections.Concurrent;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>The children whose exit status somebody here waits for, by their numbers.</summary>
internal static class LiveChildren
{
    private static readonly ConcurrentDictionary<int, string> Tokens = new();

    // A birth and the reaping exclude each other, or a child could be taken for an orphan before it is written down.
    private static readonly ReaderWriterLockSlim Births = new();

    static LiveChildren() => ServiceProcess.Prepare();

    /// <summary>Starts a child and writes it down.</summary>
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

    /// <summary>To be called after the child was reaped. By then its number may be another child's already.</summary>
    public static void Remove(int id, string token) => Tokens.TryRemove(KeyValuePair.Create(id, token));

    /// <summary>Does something while no child is being born; false when there was no such moment soon enough.</summary>
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
