using System.Globalization;
using System.Text.RegularExpressions;

namespace Itgrix.Sandbox.Pbx;

/// <summary>Finds the ids of a capture's calls: unique ids, names of channels, ids of bridges.</summary>
internal sealed partial class CaptureIds
{
    private readonly Regex _ids;

    private CaptureIds(IEnumerable<string> uniqueIds)
    {
        var seconds = string.Join('|', uniqueIds.Select(id => id.Split('.')[0]).Distinct());
        var numbers =
            string.Join('|', uniqueIds.Select(id => id.Split('.')[1]).Distinct().OrderByDescending(one => one.Length));
        var unique = seconds.Length > 0 ? $@"(?<=(?<![\d.])(?:{seconds})\.)(?<unique>{numbers})(?!\d)|" : "";
        _ids = new(unique + @"(?<=[A-Za-z]/[^\s,""/]*-)(?<channel>[0-9a-f]{8})(?![0-9a-f])"
            + @"|(?<![0-9a-f-])(?<bridge>[0-9a-f]{8})(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");
    }

    public static CaptureIds Of(IEnumerable<string> messages) => new(messages
        .SelectMany(message => UniqueId().Matches(message)).Select(found => found.Groups["id"].Value).Distinct()
            .ToList());

    public IReadOnlyList<CapturePart> Cut(string message)
    {
        var (parts, start) = (new List<CapturePart>(), 0);
        foreach (Match id in _ids.Matches(message))
        {
            var isHex = !id.Groups["unique"].Success;
            var number =
                uint.Parse(id.Value, isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture);
            // Times look like unique ids.
            if (!isHex && IsTime(message, id.Index))
                continue;
            parts.Add(new(message[start..id.Index], number, isHex));
            start = id.Index + id.Length;
        }
        parts.Add(new(message[start..], null, false));
        return parts;
    }

    private static bool IsTime(string message, int index)
    {
        var line = message.LastIndexOf('\n', index) + 1;
        return message.AsSpan(line).StartsWith("Timestamp:") || message.AsSpan(line).StartsWith("EventTime:");
    }

    [GeneratedRegex(@"^\w*(?:[Uu]nique|[Ll]inked)(?:id|ID): (?<id>\d+\.\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex UniqueId();
}
