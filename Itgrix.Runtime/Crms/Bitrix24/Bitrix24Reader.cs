using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Reads the <c>bitrix24</c> part.</summary>
internal static class Bitrix24Reader
{
    private const double LeastSeconds = 0.1, MaxSeconds = 600;

    /// <summary>The options; <c>null</c> when the access is missing or wrong, which is recorded as a mistake.</summary>
    /// <param name="hasLinks">Whether this service serves recordings.</param>
    public static Bitrix24Options? Read(ConfigSection section, string baseFolder, bool hasLinks = false)
    {
        if (section.Has("webhook") == section.Has("oauth"))
            section.Mistake("webhook",
                "or oauth is needed, and only one of them: give oauth { ... } of an application, "
                + "or the address of an incoming webhook.");
        var defaults = new Bitrix24Options();
        var options = defaults with
        {
            Webhook = Webhook(section, baseFolder),
            OAuth = section.Section("oauth") is { } oauth ? OAuth(oauth, baseFolder) : null,
            RequestsPerSecond = section.Number("requests_per_second", 0.1, 1000, "requests a second")
                ?? defaults.RequestsPerSecond,
            Burst = (int)(section.Number("burst", 2, 10_000, "requests") ?? defaults.Burst),
            Timeout = section.Seconds("timeout", LeastSeconds, MaxSeconds) ?? defaults.Timeout,
            UploadTimeout = section.Seconds("upload_timeout", 1, 7200) ?? defaults.UploadTimeout,
            ConnectTimeout = section.Seconds("connect_timeout", LeastSeconds, MaxSeconds) ?? defaults.ConnectTimeout,
            ApplicationToken = SecretReader.Read(section, "application_token", baseFolder),
            Calls = Bitrix24CallReader.Read(section, hasLinks),
        };
        section.RejectUnknown();
        return (options.Webhook is null) == (options.OAuth is null) ? null : options;
    }

    // The address is the secret, so a message never contains it.
    private static Secret? Webhook(ConfigSection section, string baseFolder)
    {
        if (SecretReader.Read(section, "webhook", baseFolder) is not { } webhook)
            return null;
        if (!Uri.TryCreate(webhook.Reveal(), UriKind.Absolute, out var address) || !IsWebhook(address))
        {
            section.Mistake("webhook", "is no address of an incoming webhook: give it as Bitrix24 shows it, "
                + "https://PORTAL/rest/USER/SECRET/.");
            return null;
        }
        if (IsSafe(address))
            return new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + '/');
        section.Mistake("webhook",
            "starts with http, so that anybody on the way could read it: give the https address.");
        return null;
    }

    private static bool IsWebhook(Uri address) =>
        address.Scheme is "http" or "https"
        && address.Segments is [.., "rest/", var user, var secret]
        && user.Length > 1 && user[..^1].All(char.IsAsciiDigit) && secret.TrimEnd('/').Length > 0;

    private static Bitrix24OAuth? OAuth(ConfigSection section, string baseFolder)
    {
        var defaults = new Bitrix24OAuth
        {
            Portal = new("https://portal"), ClientId = "", ClientSecret = new(""), RefreshToken = new(""), Tokens = ""
        };
        var portal = Address(section, "portal",
            "is missing: give the address of the portal, https://portal.bitrix24.com.");
        var id = Needed(section, "client_id", section.Text("client_id"),
            "is missing: give the application's client_id.");
        var secret = Needed(section, "client_secret", SecretReader.Read(section, "client_secret", baseFolder),
            "is missing: give the application's client_secret.");
        var refresh = Needed(section, "refresh_token", SecretReader.Read(section, "refresh_token", baseFolder),
            "is missing: give the refresh_token that the portal sent when the application was installed.");
        var server = section.Has("server") ? Address(section, "server", "") : defaults.Server;
        var tokens = Path.GetFullPath(section.Text("tokens") ?? "bitrix24.tokens.json", baseFolder);
        section.RejectUnknown();
        if (portal is null || id is null || secret is null || refresh is null || server is null)
            return null;
        return new()
        {
            Portal = portal, ClientId = id, ClientSecret = secret, RefreshToken = refresh, Tokens = tokens,
            Server = server
        };
    }

    private static T? Needed<T>(ConfigSection section, string name, T? value, string missing)
        where T : class
    {
        if (!section.Has(name))
            section.Mistake(name, missing);
        return value;
    }

    private static Uri? Address(ConfigSection section, string name, string missing)
    {
        if (Needed(section, name, section.Text(name), missing) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https" && IsSafe(address))
            return address;
        section.Mistake(name, "is no https address: give one.");
        return null;
    }

    // Unencrypted only to this machine, where the simulated portal is.
    private static bool IsSafe(Uri address) => address.Scheme == "https" || address.IsLoopback;
}
