using System.Globalization;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Tests.Support;

/// <summary>The CSV file that Asterisk writes its channel events to.</summary>
internal static class CelFile
{
    /// <summary>Appends events with the current time: older ones would count as history.</summary>
    public static void Write(string file, IEnumerable<CelRecord> records) =>
        File.AppendAllLines(file, records.Select(record =>
        string.Join(',', new[]
        {
            CelEvents.NameOf(record.Event), Now(), record.CallerNumber,
            record.Extension, record.Context, record.Channel,
            record.Application, record.UniqueId, record.LinkedId, record.Peer, record.Extra,
        }.Select(text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));

    private static string Now() =>
        (DateTime.UtcNow.AddMilliseconds(10) - DateTime.UnixEpoch)
            .TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture);
}
