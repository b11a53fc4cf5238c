namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// The <c>bitrix24</c> part of the configuration: the portal, the access to it, and its limits.
/// </summary>
internal sealed record Bitrix24Options : CrmOptions, ICheckedSettings
{
    /// <summary>The address of an incoming webhook, with its secret; <c>null</c> with <see cref="OAuth"/>.</summary>
    [Setting("the address of an incoming webhook, in place of `oauth`; Bitrix24 lets only applications register calls",
        Rule = nameof(WebhookMistake))]
    public Secret? Webhook
    {
        get;
        init => field = value is null ? null
            : new(new Uri(value.Reveal()).GetLeftPart(UriPartial.Path).TrimEnd('/') + '/');
    }

    [Setting("an application of the portal, with the rights telephony, crm, user and task", Name = "oauth")]
    public Bitrix24OAuth? OAuth { get; init; }

    [Setting("the portal's rate limit; with the Enterprise plan 5", Unit = "requests a second", Min = 0.1, Max = 1000)]
    public double RequestsPerSecond { get; init; } = 2;

    [Setting("the capacity of the portal's rate limit; with the Enterprise plan 250", Unit = "requests", Min = 2,
        Max = 10_000)]
    public int Burst { get; init; } = 50;

    [Setting("the timeout of a request", Unit = "seconds", Min = 0.1, Max = 600)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("the timeout of an upload", Unit = "seconds", Min = 1, Max = 7200)]
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    [Setting("the timeout of a connection", Unit = "seconds", Min = 0.1, Max = 600)]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    [Setting(
        "the token in the portal's events, such as clicks on a number; an installation with another one is refused",
        Default = "that of the installation; without one, events are refused")]
    public Secret? ApplicationToken { get; init; }

    /// <summary>Authorities and proxy.</summary>
    [Setting(IsInline = true)]
    public CrmConnection Connection { get; init; } = CrmConnection.Direct;

    /// <summary>The call settings.</summary>
    [Setting(IsInline = true, IsLive = true)]
    public Bitrix24CallOptions Calls { get; init; } = new();

    /// <summary>The host, for messages.</summary>
    public string Portal =>
        (OAuth?.Portal ?? (Webhook is { } webhook ? new Uri(webhook.Reveal()) : null))?.Authority ?? "";

    public void Check(ConfigSection section)
    {
        if (section.Has("webhook") == section.Has("oauth"))
            section.Mistake("webhook",
                "or oauth is needed, and only one of them: give oauth { ... } of an application, "
                + "or the address of an incoming webhook.");
    }

    // The address is the secret, so a message never contains it.
    private static string? WebhookMistake(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var address) || !IsWebhook(address)
            ? "is no address of an incoming webhook: give it as Bitrix24 shows it, https://PORTAL/rest/USER/SECRET/."
        : !Bitrix24OAuth.IsSafe(address)
            ? "starts with http, so that anybody on the way could read it: give the https address."
        : null;

    private static bool IsWebhook(Uri address) =>
        address.Scheme is "http" or "https"
        && address.Segments is [.., "rest/", var user, var secret]
        && user.Length > 1 && user[..^1].All(char.IsAsciiDigit) && secret.TrimEnd('/').Length > 0;
}

/// <summary>An application that is installed in the portal.</summary>
internal sealed record Bitrix24OAuth
{
    private const string AddressFix = "is no https address: give one.";

    [Setting("the portal's address", Missing = "give the address of the portal, https://portal.bitrix24.com.",
        Rule = nameof(Address), Fix = AddressFix)]
    public required Uri Portal { get; init; }

    [Setting("the application's id", Missing = "give the application's client_id.")]
    public required string ClientId { get; init; }

    [Setting("the application's secret", Missing = "give the application's client_secret.")]
    public required Secret ClientSecret { get; init; }

    [Setting("a refresh token that another program got, in place of connecting the portal",
        Default = "the tokens of the installation")]
    public Secret? RefreshToken { get; init; }

    [Setting("the file for the tokens; only its owner may read it", IsPath = true)]
    public string Tokens { get; init; } = "bitrix24.tokens.json";

    [Setting("the server that renews tokens", Rule = nameof(Address), Fix = AddressFix)]
    public Uri Server { get; init; } = new("https://oauth.bitrix.info/oauth/token/");

    /// <summary>Unencrypted only to this machine, where the simulated portal is.</summary>
    public static bool IsSafe(Uri address) => address.Scheme == "https" || address.IsLoopback;

    private static Uri? Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" && IsSafe(address) ? address : null;
}
