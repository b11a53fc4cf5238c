using System.Globalization;

namespace Itgrix.Tests.Bitrix24;

/// <summary>The requests that came.</summary>
/// <param name="Requests">In words.</param>
/// <param name="Tolerance">So many seconds more or less are the clock's.</param>
internal sealed record FoundRequests(IReadOnlyList<string> Requests, int Tolerance)
{
    /// <summary>Whether these come there, in any order.</summary>
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

    private bool IsSame(string expected, string request) => (expected.Split(' '), request.Split(' ')) switch
    {
        ([.. var one, var seconds, "s"], [.. var other, var found, "s"]) => one.SequenceEqual(other)
            && Math.Abs(int.Parse(seconds, CultureInfo.InvariantCulture) - int.Parse(found, CultureInfo.InvariantCulture)) <= Tolerance,
        _ => expected == request,
    };
}
