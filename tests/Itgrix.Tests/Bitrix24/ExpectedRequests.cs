using System.Globalization;

namespace Itgrix.Tests.Bitrix24;

/// <summary>
/// One call of a <c>tests/captures/*.bitrix24</c> file: a line for each request, in order. Requests on one line, joined by
/// <c>&amp;</c>, may come in any order, and one in parentheses may be missing: Asterisk's own order varies there.
/// </summary>
internal sealed class ExpectedRequests
{
    private readonly string _text;
    private readonly List<string[]> _groups;

    private ExpectedRequests(string text)
    {
        _text = text;
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        Header = lines[0];
        _groups = [.. lines[1..].Where(line => line != "nothing").Select(line => line.Split(" & "))];
    }

    /// <summary>As in the <c>.expected</c> file: <c>call incoming 12025550123 -> 2025550101</c>.</summary>
    public string Header { get; }

    /// <summary>How many calls Bitrix24 has afterwards.</summary>
    public int Registrations => _groups.Sum(group => group.Count(line => line.StartsWith("register ", StringComparison.Ordinal)));

    /// <summary>The calls of a file; they are separated by empty lines, <c>#</c> begins a comment.</summary>
    public static IReadOnlyList<ExpectedRequests> OfFile(string file) => [.. string
        .Join('\n', File.ReadAllLines(file).Where(line => !line.StartsWith('#')))
        .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(text => new ExpectedRequests(text))];

    /// <summary>What is otherwise than expected, in words; <c>null</c> when nothing is.</summary>
    public string? Difference(IReadOnlyList<string> requests)
    {
        var at = 0;
        foreach (var group in _groups)
        {
            if (group is [['(', .. var optional, ')']])
                at += at < requests.Count && IsSame(optional, requests[at]) ? 1 : 0;
            else if (IsSame(group, requests.Skip(at).Take(group.Length)))
                at += group.Length;
            else
                return Told($"'{string.Join(" & ", group)}' does not come as request {at + 1}", requests);
        }
        return at < requests.Count ? Told($"'{requests[at]}' is too much", requests) : null;
    }

    private string Told(string problem, IReadOnlyList<string> requests) =>
        $"{problem}.\n--- expected:\n{_text}\n--- found:\n{string.Join('\n', requests)}";

    private static bool IsSame(string[] group, IEnumerable<string> requests)
    {
        var rest = requests.ToList();
        return rest.Count == group.Length && Array.TrueForAll(group, line => rest.RemoveAll(one => IsSame(line, one)) == 1);
    }

    // One second more or less is the clock's.
    private static bool IsSame(string expected, string request) => (expected.Split(' '), request.Split(' ')) switch
    {
        ([.. var one, var seconds, "s"], [.. var other, var found, "s"]) => one.SequenceEqual(other)
            && Math.Abs(int.Parse(seconds, CultureInfo.InvariantCulture) - int.Parse(found, CultureInfo.InvariantCulture)) <= 1,
        _ => expected == request,
    };
}
