using System.Text.RegularExpressions;
using System.Xml.Linq;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Templates;

/// <summary>The hooks' XML documentation, from the file beside their assembly; empty without it.</summary>
internal static partial class XmlDocs
{
    private static readonly Lazy<Dictionary<string, string>> Texts = new(Read);

    /// <summary>The summary of a member as plain text in one line; empty when there is none.</summary>
    /// <param name="id">The compiler's id, <c>T:Itgrix.Hooks.Hook</c>.</param>
    public static string Summary(string id) => Text(id, "summary");

    /// <summary>The example of a member in C#; empty when there is none.</summary>
    public static string Example(string id) => Text(id, "example");

    private static string Text(string id, string part) =>
        Texts.Value.GetValueOrDefault(id.Replace('+', '.') + part, "");

    private static Dictionary<string, string> Read()
    {
        var file = Path.ChangeExtension(typeof(Hook).Assembly.Location, ".xml");
        if (!File.Exists(file))
            return [];
        var parts =
            from member in XDocument.Load(file).Descendants("member")
            from part in member.Elements()
            where part.Name.LocalName is "summary" or "example"
            select (Id: (string?)member.Attribute("name") + part.Name.LocalName, Text: Plain(part));
        return parts.ToDictionary(part => part.Id, part => part.Text);
    }

    private static string Plain(XElement part) =>
        Spaces().Replace(string.Concat(part.Nodes().Select(Plain)), " ").Trim();

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } link => link.Value[(link.Value.LastIndexOf('.') + 1)..],
        XElement element => element.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
