namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>What somebody meant who wrote a name wrongly.</summary>
internal static class Spelling
{
    /// <summary>The known name that is most like the given one; <c>null</c> when none is.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => known
        .Select(one => (Name: one, Distance: IsPartOf(name, one) || IsPartOf(one, name) ? 1 : Distance(name, one)))
        .Where(one => one.Distance <= Math.Max(1, name.Length / 3))
        .OrderBy(one => one.Distance).ThenBy(one => one.Name, StringComparer.Ordinal)
        .Select(one => one.Name).FirstOrDefault();

    private static bool IsPartOf(string part, string name) =>
        part.Length >= 4 && name.StartsWith(part, StringComparison.Ordinal);

    // Letters that are wrong, missing or too many; two that are exchanged count once.
    private static int Distance(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                    table[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }
        return table[one.Length, other.Length];
    }
}
