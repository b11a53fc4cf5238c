using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Templates;

namespace Itgrix.Runtime.Hooks;

/// <summary>The template that an author starts from: it explains the hook and changes nothing.</summary>
internal static class HookTemplate
{
    private const int Width = 110;

    /// <summary>As a C# script.</summary>
    public static string Csx(HookDefinition hook)
    {
        var text = Head(hook);
        text.Append("\n#load \"../itgrix.csx\"\nusing Itgrix.Hooks;\nusing Itgrix.Hooks.Calls;\n");
        text.Append($"using static Itgrix.Hooks.Hook;\nusing static {hook.Contract.FullName};\n\n");
        foreach (var line in CsxBody.Fields(hook))
            Comment(text, line);
        foreach (var line in CsxBody.Examples(hook))
            Comment(text, line);
        return text.Append($"\nreturn {CsxBody.Unchanged(hook)};\n").ToString();
    }

    /// <summary>As a PHP file of the original connector, for PHP 5.4 and later.</summary>
    public static string Php(HookDefinition hook)
    {
        var text = new StringBuilder("<?php\n").Append(Head(hook)).Append('\n');
        foreach (var line in PhpBody.Fields(hook))
            Comment(text, line);
        foreach (var line in PhpBody.Examples(hook))
            Comment(text, line);
        return text.Append($"\nreturn {PhpBody.Unchanged(hook)};\n").ToString();
    }

    /// <summary>Name and text in columns, a long text on separate lines.</summary>
    internal static IEnumerable<string> Columns(IReadOnlyList<(string Name, string Text)> rows)
    {
        var width = rows.Count > 0 ? rows.Max(row => row.Name.Length) : 0;
        foreach (var (name, words) in rows)
        {
            var lines = Wrap(words, Width - width - 4).ToList();
            yield return $"  {name.PadRight(width)}  {lines[0]}".TrimEnd();
            foreach (var line in lines.Skip(1))
                yield return new string(' ', width + 4) + line;
        }
    }

    private static StringBuilder Head(HookDefinition hook)
    {
        var text = new StringBuilder();
        var summary = XmlDocs.Summary($"T:{hook.Contract.FullName}");
        Comment(text, $"{hook.Name} ({hook.Crm})");
        Comment(text, "");
        foreach (var line in Wrap(summary.Length > 0 ? summary : hook.Purpose, Width))
            Comment(text, line);
        Comment(text, "As it stands it changes nothing: edit it, and from the next call on it is in use.");
        return text;
    }

    private static void Comment(StringBuilder text, string line) =>
        text.Append(line.Length > 0 ? $"// {line}\n" : "//\n");

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length > 0 ? $"{line} {word}" : word;
        }
        yield return line;
    }
}
