using System.Security.Cryptography;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>The settings that an administrator of the account saved in the widget.</summary>
/// <param name="Account">The account's host: <c>example.kommo.com</c>.</param>
/// <param name="Users">The ids of users by extension.</param>
internal sealed record WidgetSettings(
    string Account, IReadOnlyDictionary<string, long> Users, WidgetFunctions Functions)
{
    private const int MaxCode = 4096;

    /// <summary>The integration's one-time code; <c>null</c> when there is none.</summary>
    public Secret? AuthorizationCode { get; init; }

    /// <summary>The password for calls that the CRM gives to users; <c>null</c>: it is not compared.</summary>
    public Secret? CallPassword { get; init; }

    /// <summary>A hash of the last code used, which identifies it: the widget sends it with every save.</summary>
    public string? UsedCode { get; init; }

    /// <summary>The hash that identifies the code.</summary>
    public string? CodeMark => AuthorizationCode is { } code
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Reveal()))) : null;

    /// <exception cref="WidgetException">Something is missing or wrong.</exception>
    public static WidgetSettings Read(JsonElement json) => new(
        AccountOf(json),
        json.TryGetProperty("users", out var users) ? UsersOf(users) : new Dictionary<string, long>(),
        json.TryGetProperty("functions", out var functions) ? WidgetFunctions.Read(functions) : new())
    {
        AuthorizationCode = CodeOf(json),
        CallPassword = json.TryGetProperty("password", out var typed) && typed.ValueKind == JsonValueKind.String
            ? new(typed.GetString()!) : null,
        UsedCode = json.TryGetProperty("used_code", out var used) && used.ValueKind == JsonValueKind.String
            ? used.GetString() : null,
    };

    public bool IsOf(Uri account) => account.IdnHost.Equals(Account, StringComparison.OrdinalIgnoreCase);

    /// <summary>The JSON to store: without the code, which is valid once.</summary>
    public JsonObject ToJson() => new()
    {
        ["account"] = new JsonObject { ["domain"] = Account },
        ["users"] = new JsonObject(Users.Select(user => KeyValuePair.Create(
            user.Value.ToString(CultureInfo.InvariantCulture), (JsonNode?)user.Key))),
        ["functions"] = Functions.ToJson(),
        ["used_code"] = UsedCode,
    };

    public KommoCallOptions ApplyTo(KommoCallOptions configured)
    {
        var options = Functions.ApplyTo(configured);
        return Users.Count == 0 ? options : options with { Users = Users };
    }

    private static string AccountOf(JsonElement json) =>
        json.TryGetProperty("account", out var account) && account.ValueKind == JsonValueKind.Object
        && account.TryGetProperty("domain", out var domain) && domain.ValueKind == JsonValueKind.String
            ? domain.GetString()!
            : throw new WidgetException(
                "account.domain is missing: the account's host is expected, like example.kommo.com.");

    private static Dictionary<string, long> UsersOf(JsonElement json)
    {
        // PHP turns an object without fields into an empty list.
        if (JsonValues.IsEmpty(json))
            return [];
        if (json.ValueKind != JsonValueKind.Object)
            throw new WidgetException(
                $"users is {JsonValues.Name(json)}: an object of extensions by user id is expected.");
        var users = new Dictionary<string, long>();
        foreach (var user in json.EnumerateObject())
        {
            if (!long.TryParse(user.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
                throw new WidgetException($"users has {DialValues.Shown(user.Name)}: that is no user's id.");
            if (ExtensionOf(user) is { Length: > 0 } extension
                && !users.TryAdd(extension, id) && users[extension] != id)
                throw new WidgetException(
                    $"The extension {extension} is given to the users {users[extension]} and {id}: give each another.");
        }
        return users;
    }

    private static string ExtensionOf(JsonProperty user)
    {
        var text = user.Value.ValueKind switch
        {
            JsonValueKind.String => user.Value.GetString()!.Trim(),
            JsonValueKind.Number => user.Value.GetRawText(),
            JsonValueKind.Null => "",
            _ => throw new WidgetException($"The extension of user {user.Name} is {JsonValues.Name(user.Value)}."),
        };
        return text.Length == 0 || DialValues.IsExtension(text) ? text : throw new WidgetException(
            $"The extension {DialValues.Shown(text)} of user {user.Name} is not valid: letters, digits and _ . + * # - "
            + "are allowed, 40 at most.");
    }

    private static Secret? CodeOf(JsonElement json)
    {
        if (!json.TryGetProperty("authorization_code", out var code) || code.ValueKind == JsonValueKind.Null)
            return null;
        if (code.ValueKind != JsonValueKind.String || code.GetString()!.Trim() is not { Length: <= MaxCode } text
            || text.Any(letter => letter is < '!' or > '~'))
            throw new WidgetException("The authorization code is not valid: copy it from the integration's page.");
        return text.Length == 0 ? null : new(text);
    }
}
