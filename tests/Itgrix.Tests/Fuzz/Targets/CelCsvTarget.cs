using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Csv;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>The CSV file of channel events, read whole and by call, and followed as calls.</summary>
internal sealed class CelCsvTarget : IFuzzTarget
{
    // Before UTC, behind it, and with summer time.
    private static readonly TimeZoneInfo[] Zones =
        [.. new[] { "America/New_York", "Asia/Tokyo", "Europe/Berlin", "UTC" }
            .Select(TimeZoneInfo.FindSystemTimeZoneById)];

    private readonly TemporaryFolder _folder = new();

    public string Name => "cel_csv";

    public IReadOnlyList<byte[]> Corpus { get; } =
        [.. Directory.EnumerateFiles(Captures.Folder, "*.cel.csv").Order()
            .Select(File.ReadAllBytes).Where(one => one.Length < 30_000)];

    public IReadOnlyList<string> Words { get; } =
    [
        "\"\"", "\",\"", "\"\n",
        "\"CHAN_START\"", "\"HANGUP\"", "\"LINKEDID_END\"", "\"1795231000.1\"", "\"2026-11-21 06:16:50\"",
        "\"20261121061650\"", "\"{\"\"bridge_id\"\":\"\"", ",,,,,,,,,,",
    ];

    public async Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        var path = _folder.File("Master.csv");
        await File.WriteAllBytesAsync(path, input, token);
        var file = new CelCsvFile(path, CelLines.Columns, new(Zones[input.Length % Zones.Length]), TimeProvider.System);
        try
        {
            var records = await ListAsync(file.ReadAsync(DateTime.MinValue, null, token));
            var stages = Stages(records);
            foreach (var call in records.Select(record => record.LinkedId).Distinct().Take(2))
                await ListAsync(file.ReadCallAsync(call, token));
            return $"{Math.Min(records.Count, 20)} {Math.Min(file.BrokenLines, 10)} {Math.Min(stages, 10)}";
        }
        catch (CelStoreException error)
        {
            return error.Message.Split(':')[^1];
        }
    }

    /// <summary>Number of stages in their current order.</summary>
    public static int Stages(IEnumerable<CelRecord> records)
    {
        var tracker = new CallTracker();
        return records.Sum(record => tracker.Apply(record).Count);
    }

    public static async Task<List<CelRecord>> ListAsync(IAsyncEnumerable<CelRecord> records)
    {
        var list = new List<CelRecord>();
        await foreach (var record in records)
            list.Add(record);
        return list;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
