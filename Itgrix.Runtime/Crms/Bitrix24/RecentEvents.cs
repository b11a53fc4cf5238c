namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Remembers recent events: a portal repeats an event when the response was late.</summary>
internal sealed class RecentEvents(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _keys = [];
    private readonly Queue<(string Key, DateTimeOffset Came)> _order = [];

    /// <summary>Remembers the event if it is new and accepted.</summary>
    /// <returns>Whether it was new and accepted.</returns>
    public (bool IsNew, bool IsTaken) Add(string key, Func<bool> take)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_order.TryPeek(out var oldest) && now - oldest.Came >= Kept)
                _keys.Remove(_order.Dequeue().Key);
            if (_keys.Contains(key))
                return (false, false);
            if (!take())
                return (true, false);
            _keys.Add(key);
            _order.Enqueue((key, now));
            return (true, true);
        }
    }
}
