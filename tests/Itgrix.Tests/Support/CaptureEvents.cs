using System.Collections.Concurrent;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Telephony.Ami;

namespace Itgrix.Tests.Support;

/// <summary>A capture's events about calls, and the same events converted to another call's.</summary>
internal static class CaptureEvents
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<PbxEvent>> Read = new();

    public static IReadOnlyList<PbxEvent> Of(string name) => Read.GetOrAdd(name, static name =>
    {
        var events = new AmiEvents(TimeZoneInfo.Utc, TimeProvider.System);
        return [.. ParsedMessages.Of(Captures.Bytes(name), true).Select(events.Read).OfType<PbxEvent>()];
    });

    /// <summary>The same events of other channels, calls and bridges.</summary>
    public static IEnumerable<PbxEvent> Renamed(this IEnumerable<PbxEvent> events, string prefix) =>
        events.Select<PbxEvent, PbxEvent>(one => one switch
    {
        CelRecord record => record with
        {
            UniqueId = prefix + record.UniqueId,
            LinkedId = prefix + record.LinkedId,
            Extra = record.Extra.Replace("_id\":\"", "_id\":\"" + prefix)
                .Replace("_uniqueid\":\"", "_uniqueid\":\"" + prefix),
        },
        RecordingStarted recording => recording with { UniqueId = prefix + recording.UniqueId },
        HoldChanged hold => hold with { UniqueId = prefix + hold.UniqueId },
        _ => one,
    });

    /// <summary>Both in one stream, the second's beginning somewhere within the first.</summary>
    public static IReadOnlyList<PbxEvent> Interleaved(
        IReadOnlyList<PbxEvent> one, IReadOnlyList<PbxEvent> other, Random random)
    {
        var (first, last) = (Began(one), one.OfType<CelRecord>().Max(record => record.Time));
        var shift = first - Began(other) + (last - first) * random.NextDouble();
        var shifted = other.Select(
            next => next is CelRecord record ? record with { Time = record.Time + shift } : next);
        return [.. Timed(one)
            .Concat(Timed(shifted)).OrderBy(next => next.Time).ThenBy(next => next.Order).Select(next => next.Event)];

        static DateTime Began(IEnumerable<PbxEvent> events) => events.OfType<CelRecord>().First().Time;

        // Events without a time stay behind the previous one; within one second, the streams are mixed at random.
        IEnumerable<(DateTime Time, double Order, PbxEvent Event)> Timed(IEnumerable<PbxEvent> events)
        {
            var (time, order) = (DateTime.MinValue, 0.0);
            foreach (var next in events)
            {
                var own = next is CelRecord record && record.Time > time ? record.Time : time;
                order = own > time ? random.NextDouble() : order + random.NextDouble();
                time = own;
                yield return (time, order, next);
            }
        }
    }
}
