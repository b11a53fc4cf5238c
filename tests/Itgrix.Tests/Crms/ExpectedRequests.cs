using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>
/// One call of a <c>tests/captures/*.bitrix24</c> or <c>*.kommo</c> file: a line for each request, in order. Where
/// Asterisk's own order varies, requests on one line, joined by <c>&amp;</c>, may come in any order, one in parentheses
/// may be missing, and of the lines below <c>either</c> and each <c>or</c> those of one come.
/// </summary>
internal sealed class ExpectedRequests
{
    private const string Indent = "  ";

    private readonly string _text;
    private readonly IReadOnlyList<ExpectedPart> _parts;

    private ExpectedRequests(string text)
    {
        _text = text;
        var lines = text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
        Header = lines[0];
        _parts = [.. Parts(lines[1..])];
    }

    /// <summary>As in the <c>.expected</c> file: <c>call incoming 12025550123 -> 2025550101</c>.</summary>
    public string Header { get; }

    /// <inheritdoc cref="ExpectedPart.Count"/>
    public int Count(string verb) => _parts.Sum(part => part.Count(verb));

    /// <summary>The calls of a file; they are separated by empty lines, <c>#</c> begins a comment.</summary>
    public static IReadOnlyList<ExpectedRequests> OfFile(string file) => [.. string
        .Join('\n', File.ReadAllLines(file).Where(line => !line.StartsWith('#')))
        .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(text => new ExpectedRequests(text))];

    /// <summary>The difference from the expectation, in words; <c>null</c> when there is none.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="tolerance">The accepted difference in seconds.</param>
    public string? Difference(IReadOnlyList<string> requests, int tolerance = 1)
    {
        var found = new FoundRequests(requests, tolerance);
        IReadOnlyList<int> ends = [0];
        foreach (var part in _parts)
        {
            var at = ends.Max();
            ends = part.Ends(found, ends);
            if (ends.Count == 0)
                return Described($"'{part}' does not come as request {at + 1}", requests);
        }
        return ends.Contains(requests.Count) ? null : Described($"'{requests[ends.Max()]}' is too much", requests);
    }

    private string Described(string problem, IReadOnlyList<string> requests) =>
        $"{problem}.\n--- expected:\n{_text}\n--- found:\n{string.Join('\n', requests)}";

    private static IEnumerable<ExpectedPart> Parts(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count;)
        {
            var ways = new List<IReadOnlyList<ExpectedPart>>();
            for (; at < lines.Count && lines[at] == (ways.Count == 0 ? "either" : "or"); at += ways[^1].Count + 1)
                ways.Add(Way(lines, at));
            if (ways.Count > 0)
                yield return ExpectedPart.Either(ways);
            else if (lines[at++] is var line && line != "nothing")
                yield return ExpectedPart.OfLine(line);
        }
    }

    private static List<ExpectedPart> Way(IReadOnlyList<string> lines, int word)
    {
        var way = lines.Skip(word + 1).TakeWhile(line => line.StartsWith(Indent, StringComparison.Ordinal)).ToList();
        return way.Count > 0 ? [.. way.Select(line => ExpectedPart.OfLine(line.Trim()))]
            : throw new FormatException($"Nothing is indented below '{lines[word]}'.");
    }
}
