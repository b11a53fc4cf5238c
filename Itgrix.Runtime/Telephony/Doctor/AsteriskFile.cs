using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>A configuration file of Asterisk, as its manager interface shows it: with what it includes.</summary>
internal sealed class AsteriskFile
{
    private const string Category = "Category-", Line = "Line-";

    private readonly List<(string Section, string Name, string Value)> _lines = [];

    private AsteriskFile()
    {
    }

    /// <summary>Reads the answer to <see cref="AmiActions.GetConfig"/>.</summary>
    public static AsteriskFile From(AmiMessage answer)
    {
        var (file, section) = (new AsteriskFile(), "");
        foreach (var (name, value) in answer.Headers)
        {
            if (name.StartsWith(Category, StringComparison.Ordinal))
                section = value;
            else if (name.StartsWith(Line, StringComparison.Ordinal) && value.Split('=', 2) is [var key, var text])
                file._lines.Add((section, key.Trim(), text.TrimStart('>').Trim()));
        }
        return file;
    }

    /// <summary>All lines of a section.</summary>
    public IEnumerable<(string Name, string Value)> Of(string section) =>
        _lines.Where(line => line.Section == section).Select(line => (line.Name, line.Value));

    /// <summary>The last value of a setting, which is in force; <c>null</c> when it is not given.</summary>
    public string? Find(string section, string name) =>
        Of(section)
        .LastOrDefault(line => line.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The parts of a list, such as <c>events = ANSWER,HANGUP</c>, in lower case.</summary>
    public IReadOnlySet<string> List(string section, string name) => (Find(section, name) ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.ToLowerInvariant()).ToHashSet();

    /// <summary>Whether a switch is on, in the words that Asterisk knows.</summary>
    public bool IsOn(string section, string name) =>
        Find(section, name)?.ToLowerInvariant() is "yes" or "true" or "y" or "t" or "1" or "on";
}
