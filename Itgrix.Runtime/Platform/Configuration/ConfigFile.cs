using System.Buffers;
using System.Text.Unicode;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>Reads the configuration file as JSON, with comments and trailing commas.</summary>
internal static class ConfigFile
{
    /// <summary>What a mistake says that names its lines itself.</summary>
    public const string Twice = "is given twice, on lines";

    private const int MaxDepth = 64;

    private const string Example = "write { \"customizer\": { ... } }.";

    /// <summary>The object in the file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="lines">Gets the line of each setting.</param>
    /// <param name="mistakes">Gets the settings that are given twice.</param>
    /// <exception cref="ConfigException">It cannot be read, or is not one JSON object.</exception>
    public static JsonElement Read(string file, Dictionary<string, int> lines, List<string> mistakes)
    {
        var open = new Stack<Part>();
        var text = new ReadOnlyMemory<byte>();
        try
        {
            text = Text(file);
            FindLines(text.Span, open, lines, mistakes);
            using var json = JsonDocument.Parse(text, new()
                { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone()
                : throw new ConfigException(file, [$"It is not an object: {Example}"]);
        }
        catch (JsonException error)
        {
            throw new ConfigException(file, [$"It is not valid JSON at {Explain(text.Span, error, open)}"]);
        }
        catch (FormatException error)
        {
            throw new ConfigException(file, [error.Message]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(file, [$"It cannot be read: {error.Message}"]);
        }
    }

    private static ReadOnlyMemory<byte> Text(string file)
    {
        if (Directory.Exists(file))
            throw new FormatException("It is a folder: name the file in it.");
        ReadOnlyMemory<byte> text = File.ReadAllBytes(file);
        if (text.Span.StartsWith(Encoding.UTF8.Preamble))
            text = text[Encoding.UTF8.Preamble.Length..];
        var bytes = text.Span;
        if (bytes.Trim(" \t\r\n"u8).IsEmpty)
            throw new FormatException($"It is empty: {Example}");
        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)
            || bytes[0] == 0 || (bytes.Length > 1 && bytes[1] == 0))
            throw new FormatException("It is UTF-16: save it as UTF-8.");
        if (Utf8.IsValid(bytes))
            return text;
        var valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out var length) == OperationStatus.Done)
            valid += length;
        throw new FormatException($"It is not UTF-8 at {Place(bytes, valid)}: save it as UTF-8.");
    }

    private static void FindLines(
        ReadOnlySpan<byte> text, Stack<Part> open, Dictionary<string, int> lines, List<string> mistakes)
    {
        var (path, line, last) = ("", 1, 0);
        var reader = new Utf8JsonReader(text, new()
            { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            line += text[last..start].Count((byte)'\n');
            last = start;
            // Half a surrogate pair would throw only when that string is used.
            var value = reader.ValueIsEscaped || reader.TokenType == JsonTokenType.PropertyName
                ? Unescaped(text, ref reader) : "";
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push(
                        new(open.TryPeek(out var outer) && text[outer.Start] == '[' ? outer.Path : path, start, []));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var parent = open.Peek();
                    path = parent.Path.Length == 0 ? value : $"{parent.Path}.{value}";
                    lines.TryAdd(path, line);
                    if (!parent.Names.TryAdd(value, line))
                        mistakes.Add($"{path} {Twice} {parent.Names[value]} and {line}: remove one.");
                    break;
            }
        }
    }

    private static string Unescaped(ReadOnlySpan<byte> text, ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("It has a text that is not valid Unicode at "
                + $"{Place(text, (int)reader.TokenStartIndex)}: correct what \\u stands in it.");
        }
    }

    // The framework's sentence ends with a path, line and position of its own, counted from 0.
    private static string Explain(ReadOnlySpan<byte> text, JsonException error, Stack<Part> open)
    {
        var at = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
            at += text[at..].IndexOf((byte)'\n') + 1;
        at = Math.Min(at + (int)(error.BytePositionInLine ?? 0), text.Length);
        if (text[at..].Trim(" \t\r\n"u8).IsEmpty && open.TryPeek(out var unclosed))
            return $"{Place(text, at)}: it ends, but the {(char)text[unclosed.Start]} of line "
                + $"{Line(text, unclosed.Start)} is not closed.";
        var sentence = error.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
        return $"{Place(text, at)}: " + (at == text.Length ? sentence
            : text[at] == '"' && sentence.Contains("after a value") ? "a comma is missing before this."
            : text[at] is (byte)',' ? "there is a comma too many before this one, or nothing between them: remove it."
            : text[at] is (byte)'}' or (byte)']' && sentence.Contains("invalid start")
                ? "a value is missing before this."
            : text[at] is (byte)'}' or (byte)']' ? $"this closes nothing that is open as such: {sentence}"
            : sentence.Contains("depth") ? $"it is nested more than {MaxDepth} levels deep."
            : sentence);
    }

    private static string Place(ReadOnlySpan<byte> text, int at)
    {
        var begin = text[..at].LastIndexOf((byte)'\n') + 1;
        return $"line {Line(text, at)}, column {Encoding.UTF8.GetCharCount(text[begin..at]) + 1}";
    }

    private static int Line(ReadOnlySpan<byte> text, int at) => text[..at].Count((byte)'\n') + 1;

    /// <summary>An object or list that is not closed yet.</summary>
    /// <param name="Path">The setting that it belongs to.</param>
    /// <param name="Start">Where its bracket is.</param>
    /// <param name="Names">The names in it, and their lines.</param>
    private sealed record Part(string Path, int Start, Dictionary<string, int> Names);
}
