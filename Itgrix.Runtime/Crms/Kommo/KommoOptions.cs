using Itgrix.Runtime.Crms.Kommo.Widget;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The <c>kommo</c> part of the configuration: the account, and the integration's access to it.</summary>
internal sealed record KommoOptions : CrmOptions, ICheckedSettings
{
    private const string SomeAccount =
        "give your account's address, like \"https://example.kommo.com\" or \"https://example.amocrm.ru\".";

    private static readonly string[] Domains = [".kommo.com", ".amocrm.ru", ".amocrm.com"];

    [Setting("the account's address", Missing = SomeAccount, Rule = nameof(AccountOf), Fix = SomeAccount)]
    public required Uri Account { get; init; }

    [Setting("the id of an integration, from its page in the account")]
    public string? ClientId { get; init; }

    [Setting("the integration's secret")]
    public Secret? ClientSecret { get; init; }

    [Setting("the redirect URI in the integration's settings: this service's `/kommo/oauth`", Rule = nameof(IsAddress),
        Fix = "give the address from the integration's settings.")]
    public string? RedirectUri { get; init; }

    [Setting(
        "from the integration's page, in place of connecting the account: valid once and for 20 minutes; a new code "
        + "replaces the tokens")]
    public Secret? AuthorizationCode { get; init; }

    [Setting("a token issued on the integration's page, in place of `client_id`, `client_secret` and `redirect_uri`")]
    public Secret? LongLivedToken { get; init; }

    [Setting("the maximum number a second; Kommo allows an integration 7", Unit = "requests", Min = 1, Max = 50)]
    public int RequestsPerSecond { get; init; } = 7;

    [Setting("the timeout of a request", Unit = "seconds", Min = 1, Max = 300)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("the file for the tokens; only its owner may read it", IsPath = true)]
    public string Tokens { get; init; } = "kommo.tokens.json";

    /// <summary>Authorities and proxy.</summary>
    [Setting(IsInline = true)]
    public CrmConnection Connection { get; init; } = CrmConnection.Direct;

    /// <summary>The account's widget; <c>null</c> when there is none.</summary>
    [Setting("the account's widget")]
    public KommoWidgetOptions? Widget { get; init; }

    /// <summary>The call settings.</summary>
    [Setting(IsInline = true, IsLive = true)]
    public KommoCallOptions Calls { get; init; } = new();

    public void Check(ConfigSection section)
    {
        string[] parts = ["client_id", "client_secret", "redirect_uri"];
        var missing = Array.FindAll(parts, part => !section.Has(part));
        if (missing.Length == 0 || section.Has("long_lived_token"))
            return;
        section.Mistake(missing[0], missing.Length == parts.Length
            ? "is missing: give client_id, client_secret and redirect_uri of the integration, or long_lived_token."
            : "is missing: client_id, client_secret and redirect_uri are needed together.");
    }

    // The requests contain the token, so only the CRM may receive them; or this machine, for a trial.
    private static Uri? AccountOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { AbsolutePath: "/", Query: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps
            && IsOwnDomain(uri.IdnHost)
            || uri.IsLoopback && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
        ? new(uri.GetLeftPart(UriPartial.Authority)) : null;

    /// <summary>Whether a host is one of the CRM's accounts.</summary>
    public static bool IsOwnDomain(string host) =>
        Domains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out _);
}
