using System.Globalization;
using System.Text;

namespace Itgrix.Sandbox.Pbx;

/// <summary>A captured scenario: Asterisk's messages after the login, event by event, with their times.</summary>
public sealed class Capture
{
    // Messages to each connection, before any call.
    private static readonly string[] Beginning = ["Response: ", "Event: FullyBooted", "Event: SuccessfulAuth"];

    private Capture(string name, IReadOnlyList<CaptureEvent> events) => (Name, Events) = (name, events);

    public string Name { get; }

    public IReadOnlyList<CaptureEvent> Events { get; }

    /// <summary>Reads <c>NAME.ami</c>, with the times of <c>NAME.times.tsv</c> if that exists.</summary>
    public static Capture Load(string file)
    {
        // One character per byte: bytes that are not UTF-8 are kept.
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        var greeting = text.IndexOf("\r\n", StringComparison.Ordinal) + 2;
        // Asterisk writes two blank lines here and there.
        var messages = text[greeting..].Split("\r\n\r\n").Select(one => one.TrimStart()).Where(one => one.Length > 0)
            .ToList();
        var ids = CaptureIds.Of(messages);
        var times = Times(Path.ChangeExtension(file, ".times.tsv")).GetEnumerator();
        var events = new List<CaptureEvent>();
        TimeSpan? first = null;
        foreach (var message in messages)
        {
            var at = message.StartsWith("Event: ", StringComparison.Ordinal) && times.MoveNext()
                ? times.Current : first ?? default;
            if (Beginning.Any(one => message.StartsWith(one, StringComparison.Ordinal)))
                continue;
            first ??= at;
            events.Add(new(at - first.Value, ids.Cut(message + "\r\n\r\n")));
        }
        return new(Path.GetFileNameWithoutExtension(file), events);
    }

    private static IEnumerable<TimeSpan> Times(string file) => File.Exists(file)
        ? File.ReadLines(file)
            .Select(line => TimeSpan.FromSeconds(double.Parse(line.Split('\t')[0], CultureInfo.InvariantCulture)))
        : [];
}
