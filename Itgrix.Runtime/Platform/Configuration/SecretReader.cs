using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>Reads a secret: a text, <c>{"env": "NAME"}</c> or <c>{"file": "PATH"}</c>.</summary>
internal static class SecretReader
{
    private const int MaxBytes = 64 << 10;

    /// <summary>The secret; <c>null</c> when it is missing, or invalid, which is reported as a mistake.</summary>
    public static Secret? Read(ConfigSection section, string name) => section.Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Checked(section, name, text.GetString()!),
        { ValueKind: JsonValueKind.Object } => Elsewhere(section, name, section.Section(name)!),
        _ => Wrong(section, name,
            "is neither a text nor an object: give \"...\", {\"env\": \"NAME\"} or {\"file\": \"PATH\"}."),
    };

    private static Secret? Elsewhere(ConfigSection section, string name, ConfigSection place)
    {
        var (variable, file) = (TextOf(place, "env"), TextOf(place, "file"));
        place.RejectUnknown();
        return (variable, file) switch
        {
            ({ } of, null) => OfEnvironment(section, name, of),
            (null, { } path) => OfFile(section, name, Path.GetFullPath(path, section.Folder)),
            _ => Wrong(section, name, "needs either \"env\" or \"file\"."),
        };
    }

    private static string? TextOf(ConfigSection place, string name) => place.Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when SettingReader.IsText(text.GetString()!) => text.GetString(),
        { } other => (string?)place.Wrong(name, other, "a text"),
    };

    private static Secret? OfEnvironment(ConfigSection section, string name, string variable)
    {
        // Hooks would inherit the variable otherwise.
        ChildEnvironment.Withhold(variable);
        return Environment.GetEnvironmentVariable(variable) is { } value
            ? Checked(section, name, value)
            : Wrong(section, name,
                $"must be in the environment variable {variable}, which is not set: set it for the service.");
    }

    private static Secret? OfFile(ConfigSection section, string name, string path)
    {
        try
        {
            RegularFile.Require(path, MaxBytes);
            return Checked(section, name, File.ReadAllText(path).TrimEnd('\r', '\n'));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Wrong(section, name, $"cannot be read from {path}: {error.Message} Name the right file.");
        }
    }

    private static Secret? Checked(ConfigSection section, string name, string value) =>
        value.Length == 0 ? Wrong(section, name, "is empty: give the secret.")
        : value.AsSpan().IndexOfAny(PrintableText.LineEnds) >= 0
            ? Wrong(section, name, "has more than one line: give one line.")
        : new(value);

    private static Secret? Wrong(ConfigSection section, string name, string fix)
    {
        section.Mistake(name, fix);
        return null;
    }
}
