using System.Diagnostics;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Benchmarks;

/// <summary>
/// Parsing Asterisk's messages, over copying the same bytes line by line through a <see cref="StreamReader"/>. The
/// three alternate, so that a noisy machine is noisy for all.
/// </summary>
internal static class AmiBench
{
    private const int Rounds = 15, WarmUp = 3, Copies = 8, Piece = 16 << 10;

    public static Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        var bytes = Captures();
        var rounds = new List<(double Copy, double Parse, double Events)>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var times = (PerSecond(bytes, CopyLines), PerSecond(bytes, ParseMessages), PerSecond(bytes, ReadEvents));
            if (round >= 0)
                rounds.Add(times);
            Progress.Show($"round {round + 1} of {Rounds}");
        }
        var copy = Sample.Median(rounds.Select(round => round.Copy));
        return Task.FromResult<IEnumerable<Figure>>(
        [
            Over("ami-parse-over-line-copy", round => round.Parse, "messages and the names of their events"),
            Over("ami-events-over-line-copy", round => round.Events, "the same and the events of calls made of them"),
        ]);

        Figure Over(string name, Func<(double Copy, double Parse, double Events), double> of, string what) =>
            Figure.AtLeast(name, Sample.Median(rounds.Select(round => of(round) / round.Copy)), "x", 0.5,
                $"{Sample.Median(rounds.Select(of)):0} over {copy:0} MB a second, {what}, {bytes.Length >> 20} MB");
    }

    private static byte[] Captures()
    {
        var folder = Path.Combine(BenchProgram.Home, "tests", "captures");
        var once = Directory.EnumerateFiles(folder, "*.ami", SearchOption.AllDirectories).Order()
            .SelectMany(File.ReadAllBytes).ToArray();
        return [.. Enumerable.Repeat(once, Copies).SelectMany(bytes => bytes)];
    }

    private static double PerSecond(byte[] bytes, Func<byte[], int> read)
    {
        GC.Collect();
        var began = Stopwatch.GetTimestamp();
        if (read(bytes) == 0)
            throw new InvalidOperationException("nothing was read");
        return bytes.Length / Stopwatch.GetElapsedTime(began).TotalSeconds / (1 << 20);
    }

    private static int CopyLines(byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes));
        using var writer = new StreamWriter(Stream.Null);
        var lines = 0;
        while (reader.ReadLine() is { } line)
        {
            writer.WriteLine(line);
            lines++;
        }
        return lines;
    }

    private static int ParseMessages(byte[] bytes)
    {
        var named = 0;
        Parse(bytes, message => named += message.Kind.IsEmpty ? 0 : 1);
        return named;
    }

    private static int ReadEvents(byte[] bytes)
    {
        var events = new AmiEvents(TimeZoneInfo.Utc, TimeProvider.System);
        var records = new List<PbxEvent>();
        Parse(bytes, message =>
        {
            if (events.Read(message) is { } found)
                records.Add(found);
        });
        return records.OfType<CelRecord>().Count();
    }

    // In chunks, as from a socket.
    private static void Parse(byte[] bytes, Action<AmiMessage> take)
    {
        var parser = new AmiParser();
        for (var at = 0; at < bytes.Length;)
        {
            var space = parser.Space().Span;
            var piece = bytes.AsSpan(at, Math.Min(Math.Min(Piece, space.Length), bytes.Length - at));
            piece.CopyTo(space);
            parser.Added(piece.Length);
            at += piece.Length;
            while (parser.TryRead(out var message))
                take(message);
        }
    }
}
