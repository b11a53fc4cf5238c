using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Tests.Shared;

/// <summary>Captured calls many times over, each with ids of its own, their events mixed at random.</summary>
internal static partial class ManyCalls
{
    /// <summary>The events in the order in which they happen, half a millisecond after each other.</summary>
    /// <param name="scenarios">The channel events of each scenario.</param>
    /// <param name="count">How many scenarios; some have more than one call.</param>
    /// <param name="sideBySide">How many of them go on at a time.</param>
    public static IEnumerable<CelRecord> Mixed(
        IReadOnlyList<IReadOnlyList<CelRecord>> scenarios, int count, int sideBySide, Random random)
    {
        var time = DateTime.UtcNow.AddMinutes(-10);
        var next = 0;
        var active = new List<IEnumerator<CelRecord>>();
        while (active.Count > 0 || next < count)
        {
            while (active.Count < sideBySide && next < count)
                active.Add(Renamed(scenarios[next % scenarios.Count], next++).GetEnumerator());
            var index = random.Next(active.Count);
            if (active[index].MoveNext())
                yield return active[index].Current with { Time = time = time.AddTicks(5000) };
            else
                active.RemoveAt(index);
        }
    }

    /// <summary>As the manager interface says it.</summary>
    public static byte[] ToAmi(CelRecord record) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
        Event: CEL
        Privilege: call,all
        EventName: {CelEvents.NameOf(record.Event)}
        CallerIDnum: {record.CallerNumber}
        CallerIDname: {record.CallerName}
        CallerIDani: {record.Ani}
        CallerIDdnid: {record.DialedNumber}
        Exten: {record.Extension}
        Context: {record.Context}
        Channel: {record.Channel}
        Application: {record.Application}
        AppData: {record.ApplicationData}
        EventTime: {record.Time:yyyy-MM-dd HH:mm:ss.ffffff}
        UniqueID: {record.UniqueId}
        LinkedID: {record.LinkedId}
        Peer: {record.Peer}
        Extra: {record.Extra}


        """).ReplaceLineEndings("\r\n"));

    /// <summary>The channel events of all scenarios in a folder of captures; empty ones are left out.</summary>
    public static IReadOnlyList<IReadOnlyList<CelRecord>> Scenarios(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.ami").Order().Select(Records).Where(records => records.Count > 0)];

    /// <summary>The channel events of one capture.</summary>
    public static IReadOnlyList<CelRecord> Records(string file)
    {
        var events = new AmiEvents(TimeZoneInfo.Utc, TimeProvider.System);
        var parser = new AmiParser();
        parser.Add(File.ReadAllBytes(file));
        var records = new List<CelRecord>();
        while (parser.TryRead(out var message))
        {
            if (events.Read(message) is CelRecord { Event: not CelEvent.Other } record)
                records.Add(record);
        }
        return records;
    }

    /// <summary>The same call with ids of its own.</summary>
    public static IEnumerable<CelRecord> Renamed(IReadOnlyList<CelRecord> records, int number)
    {
        var suffix = number.ToString("000000", CultureInfo.InvariantCulture);
        foreach (var record in records)
            yield return record with
            {
                UniqueId = record.UniqueId + suffix,
                LinkedId = record.LinkedId + suffix,
                Extra = Ids().Replace(record.Extra, match => match.Value + suffix),
            };
    }

    // Uniqueids, and bridges.
    [GeneratedRegex(@"\d{10}\.\d+|[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Ids();
}
