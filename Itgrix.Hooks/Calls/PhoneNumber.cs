using System.Text.Json;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>A phone number in its forms. Source: call-full, number data.</summary>
public sealed record PhoneNumber
{
    /// <summary>Without prefixes: <c>9001234567</c>.</summary>
    public string Base { get; init => field = value ?? ""; } = "";

    /// <summary>After auto-replacement and the phone hooks; empty when neither changed it.</summary>
    public string Custom { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is a number inside the PBX.</summary>
    public bool IsLocal { get; init; }

    /// <summary>As it came from Asterisk: <c>+79001234567</c>.</summary>
    public string Original { get; init => field = value ?? ""; } = "";

    /// <summary>The base, and each prefix of the settings with the base.</summary>
    public IReadOnlyList<string> Variants { get; init => field = value ?? []; } = [];

    /// <summary>Fields without a property; they are written again unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>
    /// The number to look up in the CRM: <see cref="Custom"/>, or <see cref="Original"/> where that is empty.
    /// </summary>
    public string Best => Custom.Length > 0 ? Custom : Original;

    internal static PhoneNumber Read(JsonElement json)
    {
        var fields = new CallReader(json);
        return new()
        {
            Base = fields.Text("base"),
            Custom = fields.Text("custom"),
            IsLocal = fields.Flag("is_local"),
            Original = fields.Text("original"),
            Variants = fields.Texts("variants"),
            Unknown = fields.Unknown(),
        };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("base", Base);
        writer.WriteString("custom", Custom);
        writer.WriteBoolean("is_local", IsLocal);
        writer.WriteString("original", Original);
        writer.WriteTexts("variants", Variants);
        writer.WriteUnknown(Unknown);
        writer.WriteEndObject();
    }
}
