using Itgrix.Runtime.Platform.Setup;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Asks for the access to an account.</summary>
internal static class KommoSetup
{
    /// <summary>The section, without <c>default_user</c>.</summary>
    public static async Task<JsonObject> AskAsync(IAnswers answers, string state, CancellationToken token) => new()
    {
        ["account"] = await answers.AskAsync(
            new("kommo", "The account's address, https://ACCOUNT.kommo.com?"), token),
        ["long_lived_token"] = await answers.AskAsync(new("kommo_token",
            "A long-lived token? In Kommo: Settings > Integrations > the integration > Keys and scopes")
            { IsSecret = true }, token),
        ["tokens"] = Path.Combine(state, "kommo.tokens.json"),
    };
}
