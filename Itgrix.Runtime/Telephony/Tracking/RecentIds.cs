namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>The most recent ids, up to a maximum number.</summary>
internal sealed class RecentIds(int max)
{
    private readonly HashSet<string> _ids = [];
    private readonly Queue<string> _order = [];

    /// <summary>False when it is one of them already.</summary>
    public bool Add(string id)
    {
        if (!_ids.Add(id))
            return false;
        _order.Enqueue(id);
        if (_order.Count > max)
            _ids.Remove(_order.Dequeue());
        return true;
    }

    public bool Contains(string id) => _ids.Contains(id);
}
