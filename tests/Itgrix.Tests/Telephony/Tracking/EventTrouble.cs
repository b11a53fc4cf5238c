using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>What happens to channel events on their way.</summary>
internal static class EventTrouble
{
    // Threads of Asterisk that report at the same time.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(0.05), Late = TimeSpan.FromSeconds(0.3);

    // What creates a channel comes before it, and the end of a call after all of it.
    private static readonly CelEvent[] InOrder = [CelEvent.ChanStart, CelEvent.AppStart, CelEvent.LinkedIdEnd];

    /// <summary>Events of two channels come in the other order, where neither is the cause of the other.</summary>
    public static IEnumerable<PbxEvent> Overtaken(this IEnumerable<PbxEvent> events, Random random)
    {
        var all = events.ToArray();
        for (var at = 1; at < all.Length; at++)
        {
            if (all[at - 1] is CelRecord one && all[at] is CelRecord other && one.UniqueId != other.UniqueId
                && other.Time - one.Time < AtOnce && !InOrder.Contains(one.Event) && !InOrder.Contains(other.Event)
                && random.Next(2) == 0)
                (all[at - 1], all[at++]) = (other, one);
        }
        return all;
    }

    /// <summary>Some channels are late, even with their beginning; the end of a call stays the last of it.</summary>
    public static IEnumerable<PbxEvent> Jittered(this IEnumerable<PbxEvent> events, Random random)
    {
        var ready = new Dictionary<string, DateTime>();
        var moved = new List<(PbxEvent Event, DateTime At)>();
        var now = DateTime.MinValue;
        foreach (var one in events)
        {
            if (one is CelRecord record)
            {
                now = record.Time;
                var own = ready.GetValueOrDefault(
                    record.Event == CelEvent.LinkedIdEnd ? record.LinkedId : record.UniqueId);
                var at = Max(now + Late * random.NextDouble(), own);
                ready[record.UniqueId] = at;
                ready[record.LinkedId] = Max(at, ready.GetValueOrDefault(record.LinkedId));
                moved.Add((one, at));
            }
            else
            {
                moved.Add((one, now));
            }
        }
        return moved.OrderBy(one => one.At).Select(one => one.Event);
    }

    /// <summary>Rows whose times have whole seconds, those of a second in any order.</summary>
    public static IEnumerable<PbxEvent> BySeconds(this IEnumerable<PbxEvent> events, Random random) =>
        events.Select(InSeconds).OfType<CelRecord>().OrderBy(record => record.Time).ThenBy(_ => random.Next());

    /// <summary>With a time of whole seconds.</summary>
    public static PbxEvent InSeconds(PbxEvent one) => one is CelRecord record
        ? record with { Time = record.Time.AddTicks(-(record.Time.Ticks % TimeSpan.TicksPerSecond)) } : one;

    /// <summary>All but one.</summary>
    /// <param name="events">The events.</param>
    /// <param name="at">Which, as a share of them.</param>
    public static IEnumerable<PbxEvent> Without(this IReadOnlyList<PbxEvent> events, double at)
    {
        var lost = Place(events, at);
        return events.Where((_, index) => index != lost);
    }

    /// <summary>Some come twice, one after the other.</summary>
    public static IEnumerable<PbxEvent> Twice(this IEnumerable<PbxEvent> events, Random random) =>
        events.SelectMany(one => random.Next(3) == 0 ? new[] { one, one } : [one]);

    /// <summary>Some come again after later ones.</summary>
    public static IEnumerable<PbxEvent> AgainLater(this IEnumerable<PbxEvent> events, Random random) =>
        events.SelectMany((one, index) => random.Next(4) == 0
            ? new (PbxEvent Event, double At)[] { (one, index), (one, index + random.Next(20) + 0.5) }
            : [(one, index)])
            .OrderBy(pair => pair.At).Select(pair => pair.Event);

    /// <summary>After a part of them, all come from the start.</summary>
    public static IEnumerable<PbxEvent> ReadAgain(this IReadOnlyList<PbxEvent> events, double at) =>
        events.Take(Place(events, at)).Concat(events);

    private static int Place(IReadOnlyList<PbxEvent> events, double at) => (int)(at * (events.Count - 1));

    private static DateTime Max(DateTime one, DateTime other) => one > other ? one : other;
}
