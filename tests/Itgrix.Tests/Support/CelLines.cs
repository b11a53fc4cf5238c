using System.Globalization;
using System.Text;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Csv;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>Lines as Asterisk's cel_custom writes them, captured or made up.</summary>
internal static class CelLines
{
    /// <summary>The columns of the captured files.</summary>
    public static readonly string[] Columns =
    [
        "eventtype", "eventtime", "cidnum", "exten",
        "context", "channame", "appname", "uniqueid", "linkedid", "peer", "extra",
    ];

    /// <summary>The zone of the made-up server: three hours before UTC, all year.</summary>
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone(
        "server", TimeSpan.FromHours(3), "server", "server");

    /// <summary>The start of made-up lines, in UTC and on the server's clock.</summary>
    public const long Epoch = 1_795_231_000;

    public static readonly DateTime Start = new(2026, 11, 21, 6, 16, 40);

    public static IEnumerable<string> CapturedFiles =>
        Directory.EnumerateFiles(
            ProjectFolder.Of("tests", "Itgrix.Tests", "Telephony", "Cel", "data"), "*.cel.csv").Order();

    public static string Captured(string name) =>
        ProjectFolder.Of("tests", "Itgrix.Tests", "Telephony", "Cel", "data", $"{name}.cel.csv");

    public static CelCsvFile Open(string file, TimeProvider? time = null) =>
        new(file, Columns, new CelClock(Zone), time ?? TimeProvider.System);

    /// <summary>One line of a call, so many seconds after the start.</summary>
    public static string Line(
        double seconds, string uniqueId = "1795231000.1", string? linkedId = null, string type = "ANSWER",
        string extra = "") => string.Join(',', new[]
        {
            type, (Epoch + seconds).ToString("0.000000", CultureInfo.InvariantCulture), "101", "s", "internal",
            $"PJSIP/{uniqueId}", "Dial", uniqueId, linkedId ?? uniqueId, "", extra,
        }.Select(text => $"\"{text.Replace("\"", "\"\"")}\"")) + "\n";

    public static string Lines(int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(second => Line(second)));

    public static async Task<List<CelRecord>> ToList(this IAsyncEnumerable<CelRecord> records, int? max = null)
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        var list = new List<CelRecord>();
        await foreach (var record in records.WithCancellation(limit.Token))
        {
            list.Add(record);
            if (list.Count == max)
                break;
        }
        return list;
    }

    /// <summary>Seconds after the start, of each.</summary>
    public static IEnumerable<double> Seconds(this IEnumerable<CelRecord> records) =>
        records.Select(record => Math.Round((record.Time - Start).TotalSeconds, 3));

    public static void Append(string file, string text) => File.AppendAllText(file, text, new UTF8Encoding(false));
}
