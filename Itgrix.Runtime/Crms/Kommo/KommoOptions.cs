using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The <c>kommo</c> part of the configuration: which account, and how the integration enters it.</summary>
internal sealed record KommoOptions
{
    /// <summary>
    /// The account's address: <c>https://example.kommo.com/</c> or <c>https://example.amocrm.ru/</c>.
    /// </summary>
    public required Uri Account { get; init; }

    /// <summary>The integration's id; <c>null</c> with a long-lived token.</summary>
    public string? ClientId { get; init; }

    public Secret? ClientSecret { get; init; }

    /// <summary>As it stands in the integration's settings.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>
    /// What the administrator copied from the integration's page, to begin with; another one begins anew.
    /// </summary>
    public Secret? AuthorizationCode { get; init; }

    /// <summary>A token that needs no refresh, made in the integration's settings.</summary>
    public Secret? LongLivedToken { get; init; }

    /// <summary>The CRM allows an integration 7.</summary>
    public int RequestsPerSecond { get; init; } = 7;

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The file that keeps the tokens.</summary>
    public string Tokens { get; init; } = "kommo.tokens.json";

    /// <summary>The widget in the account; <c>null</c> when nothing is taken from one.</summary>
    public KommoWidgetOptions? Widget { get; init; }

    /// <summary>What is done for calls.</summary>
    public KommoCallOptions Calls { get; init; } = new();
}
