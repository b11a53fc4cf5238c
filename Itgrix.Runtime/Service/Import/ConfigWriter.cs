using System.Text.Encodings.Web;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Service.Import;

/// <summary>Writes a configuration file: the given sections, and below them all others as comments.</summary>
internal static class ConfigWriter
{
    private const string Comment = "  // ";

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file with every section as a comment; <c>null</c> when it is not installed.</summary>
    public static string? Template => new[] { "config.json", "packaging/config.json" }
        .Select(file => Path.Combine(Environment.GetEnvironmentVariable("ITGRIX_HOME") ?? "", file))
        .FirstOrDefault(File.Exists) is { } found ? File.ReadAllText(found) : null;

    /// <summary>Whether a file may be replaced: it is missing, or has no settings.</summary>
    public static bool IsFree(string file)
    {
        if (!File.Exists(file))
            return true;
        using var json = JsonDocument.Parse(File.ReadAllText(file),
            new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.EnumerateObject().All(section => section.Name == "$schema");
    }

    /// <summary>The text of the file.</summary>
    /// <param name="sections">The sections with settings.</param>
    /// <param name="template">The file with every section as a comment.</param>
    public static string Text(JsonObject sections, string? template)
    {
        var (head, comments) = Split(template ?? "{\n}\n");
        var text = new StringBuilder(head);
        foreach (var (name, section) in sections)
            text.Append($"\n  {JsonSerializer.Serialize(name)}: ")
                .Append((section?.ToJsonString(Readable) ?? "null").Replace("\n", "\n  ")).Append(",\n");
        foreach (var (name, comment) in comments.Where(one => !sections.ContainsKey(one.Name)))
            text.Append('\n').Append(comment);
        return text.Append("}\n").ToString();
    }

    /// <summary>Replaces the file, which keeps its owner and mode.</summary>
    public static void Write(string file, JsonObject sections)
    {
        var text = Encoding.UTF8.GetBytes(Text(sections, Template));
        if (File.Exists(file))
        {
            File.WriteAllBytes(file, text);
            return;
        }
        DurableFile.Write(file, text);
        // It has secrets, which the service's group reads.
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        FileRights.GiveToFolder(file);
    }

    // A blank line comes before each section.
    private static (string Head, IReadOnlyList<(string Name, string Text)> Comments) Split(string template)
    {
        var body = template[..template.LastIndexOf('}')];
        var blocks = body.Split($"\n\n{Comment}");
        return (blocks[0] + (blocks.Length > 1 ? "\n" : ""),
            [.. blocks[1..].Select(block => (NameIn(block), $"{Comment}{block.TrimEnd('\n')}\n"))]);
    }

    private static string NameIn(string block) => block.Split('\n').Select(line => line.Replace(Comment, "").Trim())
        .First(line => line.StartsWith('"')).Split('"')[1];
}
