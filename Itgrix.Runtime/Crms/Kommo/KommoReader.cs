using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Reads the <c>kommo</c> part.</summary>
internal static class KommoReader
{
    private const string SomeAccount =
        "give your account's address, like \"https://example.kommo.com\" or \"https://example.amocrm.ru\".";

    private static readonly string[] Domains = [".kommo.com", ".amocrm.ru", ".amocrm.com"];

    /// <summary>
    /// The options; <c>null</c> when the account or its access is missing or wrong, which is recorded as a mistake.
    /// </summary>
    public static KommoOptions? Read(ConfigSection section, string baseFolder)
    {
        var defaults = new KommoOptions { Account = new("http://localhost") };
        var account = Account(section);
        var options = defaults with
        {
            Account = account ?? defaults.Account,
            ClientId = section.Text("client_id"),
            ClientSecret = SecretReader.Read(section, "client_secret", baseFolder),
            RedirectUri = RedirectUri(section),
            AuthorizationCode = SecretReader.Read(section, "authorization_code", baseFolder),
            LongLivedToken = SecretReader.Read(section, "long_lived_token", baseFolder),
            RequestsPerSecond = (int)(section.Number("requests_per_second", 1, 50, "requests")
                ?? defaults.RequestsPerSecond),
            Timeout = section.Seconds("timeout", 1, 300) ?? defaults.Timeout,
            Tokens = Path.GetFullPath(section.Text("tokens") ?? defaults.Tokens, baseFolder),
            Calls = KommoCallReader.Read(section),
            Widget = section.Section("widget") is { } widget ? KommoWidgetReader.Read(widget, baseFolder) : null,
        };
        var canEnter = CanEnter(section);
        section.RejectUnknown();
        return account is not null && canEnter ? options : null;
    }

    private static Uri? Account(ConfigSection section)
    {
        const string Name = "account";
        if (section.Any(Name) is null)
            section.Mistake(Name, $"is missing: {SomeAccount}");
        if (section.Text(Name) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsAccount(uri))
            return new(uri.GetLeftPart(UriPartial.Authority));
        section.Mistake(Name, $"is \"{text}\": {SomeAccount}");
        return null;
    }

    // The requests contain the token, so only the CRM may receive them; or this machine, for a trial.
    private static bool IsAccount(Uri uri) =>
        uri is { AbsolutePath: "/", Query: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps
            && Domains.Any(domain => uri.IdnHost.EndsWith(domain, StringComparison.Ordinal))
            || uri.IsLoopback && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));

    private static string? RedirectUri(ConfigSection section)
    {
        const string Name = "redirect_uri";
        if (section.Text(Name) is not { } text || Uri.TryCreate(text, UriKind.Absolute, out _))
            return section.Text(Name);
        section.Mistake(Name, $"is \"{text}\": give the address from the integration's settings.");
        return null;
    }

    private static bool CanEnter(ConfigSection section)
    {
        string[] parts = ["client_id", "client_secret", "redirect_uri"];
        if (section.Has("long_lived_token"))
            return true;
        var missing = Array.FindAll(parts, part => !section.Has(part));
        if (missing.Length == parts.Length)
            section.Mistake("client_id",
                "is missing: give client_id, client_secret and redirect_uri of the integration, or long_lived_token.");
        else if (missing.Length > 0)
            section.Mistake(missing[0], "is missing: client_id, client_secret and redirect_uri are needed together.");
        return missing.Length == 0;
    }
}
