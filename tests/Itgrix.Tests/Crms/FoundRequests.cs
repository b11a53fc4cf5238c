using System.Globalization;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>Requests to compare with an expectation.</summary>
/// <param name="Requests">In words.</param>
/// <param name="Tolerance">The accepted difference in seconds.</param>
internal sealed record FoundRequests(IReadOnlyList<string> Requests, int Tolerance)
{
    /// <summary>Whether these requests come at that position, in any order.</summary>
    public bool Has(IReadOnlyCollection<string> lines, int at)
    {
        var rest = Requests.Skip(at).Take(lines.Count).ToList();
        foreach (var line in lines)
        {
            if (rest.FindIndex(request => IsSame(line, request)) is >= 0 and var index)
                rest.RemoveAt(index);
            else
                return false;
        }
        return true;
    }

    private bool IsSame(string expected, string request)
    {
        var (one, other) = (expected.Split(' '), request.Split(' '));
        return one.Length == other.Length && Enumerable.Range(0, one.Length).All(at =>
            one[at] == other[at] || IsSeconds(one, at) && IsSeconds(other, at)
                && Math.Abs(Number(one[at]) - Number(other[at])) <= Tolerance);
    }

    private static bool IsSeconds(string[] words, int at) =>
        at + 1 < words.Length && words[at + 1] == "s" && words[at].All(char.IsAsciiDigit);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
