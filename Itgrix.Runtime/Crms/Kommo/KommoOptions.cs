using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The <c>kommo</c> part of the configuration: the account, and the integration's access to it.</summary>
internal sealed record KommoOptions : CrmOptions
{
    /// <summary>
    /// The account's address: <c>https://example.kommo.com/</c> or <c>https://example.amocrm.ru/</c>.
    /// </summary>
    public required Uri Account { get; init; }

    /// <summary>The integration's id; <c>null</c> with a long-lived token.</summary>
    public string? ClientId { get; init; }

    public Secret? ClientSecret { get; init; }

    /// <summary>The redirect URI in the integration's settings.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>
    /// The authorization code from the integration's page, for the first tokens; a new code replaces the tokens.
    /// </summary>
    public Secret? AuthorizationCode { get; init; }

    /// <summary>A token from the integration's settings that needs no refresh.</summary>
    public Secret? LongLivedToken { get; init; }

    /// <summary>The maximum rate; the CRM allows an integration 7.</summary>
    public int RequestsPerSecond { get; init; } = 7;

    /// <summary>The timeout of a request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The file for the tokens.</summary>
    public string Tokens { get; init; } = "kommo.tokens.json";

    /// <summary>The account's widget; <c>null</c> when there is none.</summary>
    public KommoWidgetOptions? Widget { get; init; }

    /// <summary>The call settings.</summary>
    public KommoCallOptions Calls { get; init; } = new();

    public override CrmOptions WithLive(CrmOptions next) => this with { Calls = ((KommoOptions)next).Calls };
}
