using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>A mapping of cel_custom.conf: which columns a file has.</summary>
internal static partial class CelMapping
{
    /// <summary>The columns, as <c>asterisk.cel.columns</c> names them.</summary>
    public static IReadOnlyList<string> ColumnsOf(string mapping) =>
        [.. Column().Matches(mapping).Select(match => NameOf(match.Groups[1].Value))];

    // ${CALLERID(num)} is cidnum, ${CHANNEL(exten)} exten.
    private static string NameOf(string variable)
    {
        var parts = variable.Split('(', 2);
        return (parts.Length == 1 ? variable : parts[0].Equals("CALLERID", StringComparison.OrdinalIgnoreCase)
            ? "cid" + parts[1] : parts[1]).TrimEnd(')').ToLowerInvariant();
    }

    [GeneratedRegex(@"\$\{([A-Za-z]+(?:\([A-Za-z]+\))?)\}")]
    private static partial Regex Column();
}
