using System.Runtime.CompilerServices;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Csv;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Past calls in a file: a capture of a manager connection, or Asterisk's CSV file of channel events.
/// </summary>
internal static class RecordedEvents
{
    /// <summary>The file's events in order.</summary>
    /// <param name="file">The format is detected from its start.</param>
    /// <param name="columns">The columns of a CSV file.</param>
    /// <param name="zone">The time zone of the Asterisk server.</param>
    /// <exception cref="CelStoreException">The CSV file does not match its columns.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IAsyncEnumerable<PbxEvent> ReadAsync(
        string file, IReadOnlyList<string> columns, TimeZoneInfo zone, CancellationToken token) =>
        IsAmi(file)
            ? OfAmiAsync(file, zone, token)
            : new CelCsvFile(file, columns, new CelClock(zone), TimeProvider.System)
                .ReadAsync(DateTime.MinValue, null, token);

    // A CSV line begins with the event's type, quoted or not; a header has its colon before anything else.
    private static bool IsAmi(string file)
    {
        using var reader = new StreamReader(file);
        var beginning = new char[1024];
        var first = new string(beginning, 0, reader.ReadBlock(beginning)).TrimStart();
        return first.StartsWith("Asterisk Call Manager", StringComparison.Ordinal)
            || first.StartsWith("Event:", StringComparison.OrdinalIgnoreCase)
            || first.StartsWith("Response:", StringComparison.OrdinalIgnoreCase);
    }

    private static async IAsyncEnumerable<PbxEvent> OfAmiAsync(
        string file, TimeZoneInfo zone, [EnumeratorCancellation] CancellationToken token)
    {
        await using var stream = File.OpenRead(file);
        var parser = new AmiParser(greets: StartsWithGreeting(stream));
        var events = new AmiEvents(zone, TimeProvider.System);
        while (await stream.ReadAsync(parser.Space(), token) is > 0 and var count)
        {
            parser.Added(count);
            while (parser.TryRead(out var message))
            {
                if (events.Read(message) is { } found)
                    yield return found;
            }
        }
    }

    private static bool StartsWithGreeting(FileStream stream)
    {
        Span<byte> first = stackalloc byte[8];
        var count = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return first[..count].SequenceEqual("Asterisk"u8);
    }
}
