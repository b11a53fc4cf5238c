using Itgrix.Runtime.Platform.Setup;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Asks for the access to a portal.</summary>
internal static class Bitrix24Setup
{
    /// <summary>The section, without <c>default_user</c>.</summary>
    public static async Task<JsonObject> AskAsync(IAnswers answers, string state, CancellationToken token)
    {
        var address = await answers.AskAsync(new("bitrix24",
            "The portal's address for an application of it, https://PORTAL; or that of an incoming webhook, "
            + "https://PORTAL/rest/USER/SECRET/?") { Mistake = AddressMistake }, token);
        if (address.Contains("/rest/", StringComparison.Ordinal))
            return new() { ["webhook"] = address };
        var oauth = new JsonObject { ["portal"] = address };
        foreach (var (name, text, isSecret) in new[]
        {
            ("client_id", "The application's id (client_id)?", false),
            ("client_secret", "The application's secret (client_secret)?", true),
            ("refresh_token", "The refresh token that the portal sent when the application was installed?", true),
        })
            oauth[name] = await answers.AskAsync(new($"bitrix24_{name}", text) { IsSecret = isSecret }, token);
        oauth["tokens"] = Path.Combine(state, "bitrix24.tokens.json");
        return new() { ["oauth"] = oauth };
    }

    private static string? AddressMistake(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" && Bitrix24OAuth.IsSafe(address) ? null : "give an https address.";
}
