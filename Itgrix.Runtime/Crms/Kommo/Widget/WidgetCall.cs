using System.Net;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>A user's click on a number.</summary>
/// <param name="User">The user who clicked.</param>
/// <param name="Extension">The user's extension, as the widget has it.</param>
/// <param name="Number">The number as displayed on the page.</param>
internal sealed record WidgetCall(long User, string Extension, string Number)
{
    private const int MaxLength = 100;

    /// <summary>The address of the browser.</summary>
    public IPAddress? From { get; init; }

    /// <exception cref="WidgetException">Something is missing or wrong.</exception>
    public static WidgetCall Read(JsonElement json)
    {
        var user = Text("user");
        if (!long.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
            throw new WidgetException($"user is {DialValues.Shown(user)}: that is no user's id.");
        return new(id, Text("extension").Trim(), Text("number").Trim());

        string Text(string name) => json.TryGetProperty(name, out var value)
            && JsonValues.Text(JsonValues.Node(value)) is { Length: > 0 and <= MaxLength } text
                ? text : throw new WidgetException($"{name} is missing, or no text of {MaxLength} characters at most.");
    }

    /// <summary>The request for the hook.</summary>
    public JsonObject ToJson() => new() { ["user"] = User, ["extension"] = Extension, ["number"] = Number };
}
