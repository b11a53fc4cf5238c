using System.Text.Json;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms;

/// <summary>Reads the <c>extensions</c> part.</summary>
internal static class ExtensionsReader
{
    public static ExtensionOptions Read(ConfigSection section)
    {
        var options = new ExtensionOptions { Only = Patterns(section, "only"), Except = Patterns(section, "except") };
        section.RejectUnknown();
        return options;
    }

    private static IReadOnlyList<NumberPattern> Patterns(ConfigSection section, string name) =>
        [.. section.Items(name).Select(item => Pattern(section, name, item)).OfType<NumberPattern>()];

    private static NumberPattern? Pattern(ConfigSection section, string name, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String && NumberPattern.IsValid(item.GetString()!))
            return new(item.GetString()!);
        section.Mistake(name,
            $"has {item.GetRawText()}: give extensions in quotes, X for any digit: [\"101\", \"2XX\"].");
        return null;
    }
}
