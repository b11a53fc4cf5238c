using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Channels with their CHAN_END, whose HANGUP with the cause may follow: a source that sorts by time alone mixes the
/// two, which have the same time.
/// </summary>
internal sealed class UnfinishedEnds
{
    private readonly List<(Leg Leg, CelRecord End)> _ends = [];

    public void Add(Leg leg, CelRecord end) => _ends.Add((leg, end));

    /// <summary>Takes those out that end before the next event.</summary>
    /// <param name="next">The event; <c>null</c> when none is expected soon.</param>
    public IReadOnlyList<(Leg Leg, CelRecord End)> Before(CelRecord? next)
    {
        if (_ends.Count == 0)
            return [];
        if (next is { Event: CelEvent.Hangup })
            _ends.RemoveAll(one => one.Leg.Id == next.UniqueId);
        var over = _ends.Where(one => IsOver(one.End, next)).ToList();
        _ends.RemoveAll(over.Contains);
        return over;
    }

    private static bool IsOver(CelRecord end, CelRecord? next) => next is null || next.Time > end.Time
        || (next.Event == CelEvent.LinkedIdEnd && next.LinkedId == end.LinkedId);
}
