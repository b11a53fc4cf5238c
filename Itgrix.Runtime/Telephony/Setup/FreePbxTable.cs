using System.Text.RegularExpressions;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Telephony.Setup;

/// <summary>FreePBX's table of channel events, by the access that its own file has.</summary>
internal static partial class FreePbxTable
{
    private const string File = "/etc/freepbx.conf";

    /// <summary>The section <c>cel</c>; <c>null</c> when this is no FreePBX, or its file cannot be read.</summary>
    public static JsonObject? Find() => System.IO.File.Exists(File) && FileRights.CanRead(File)
        ? Of(System.IO.File.ReadAllText(File)) : null;

    /// <summary>The same of the text of that file.</summary>
    public static JsonObject? Of(string text)
    {
        var values = Setting().Matches(text).ToDictionary(
            match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);
        if (!values.TryGetValue("AMPDBUSER", out var user) || !values.TryGetValue("AMPDBPASS", out var password))
            return null;
        return new()
        {
            ["provider"] = "mysql",
            ["connection"] = $"Server={values.GetValueOrDefault("AMPDBHOST", "localhost")};Database="
                + $"{values.GetValueOrDefault("CDRDBNAME", "asteriskcdrdb")};User ID={user};"
                + $"Password=\"{password.Replace("\"", "\"\"")}\"",
            ["table"] = "cel",
        };
    }

    [GeneratedRegex("""\$amp_conf\[['"](\w+)['"]\]\s*=\s*['"](.*?)['"]\s*;""")]
    private static partial Regex Setting();
}
