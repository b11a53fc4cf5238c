using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// The <c>bitrix24</c> part of the configuration: the portal, the access to it, and its limits.
/// </summary>
internal sealed record Bitrix24Options : CrmOptions
{
    /// <summary>The address of an incoming webhook, with its secret; <c>null</c> with <see cref="OAuth"/>.</summary>
    public Secret? Webhook { get; init; }

    /// <summary>An application; only an application may register and finish calls.</summary>
    public Bitrix24OAuth? OAuth { get; init; }

    /// <summary>The leak rate of Bitrix24's request counter: 2, with the Enterprise plan 5.</summary>
    public double RequestsPerSecond { get; init; } = 2;

    /// <summary>The capacity of Bitrix24's request counter: 50, with the Enterprise plan 250.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>The timeout of a request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The timeout of an upload.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The token that the portal's events must contain; <c>null</c>: all events are refused.</summary>
    public Secret? ApplicationToken { get; init; }

    /// <summary>The call settings.</summary>
    public Bitrix24CallOptions Calls { get; init; } = new();

    public override CrmOptions WithLive(CrmOptions next) => this with { Calls = ((Bitrix24Options)next).Calls };

    /// <summary>The host, for messages.</summary>
    public string Portal =>
        (OAuth?.Portal ?? (Webhook is { } webhook ? new Uri(webhook.Reveal()) : null))?.Authority ?? "";
}

/// <summary>An application that is installed in the portal.</summary>
internal sealed record Bitrix24OAuth
{
    public required Uri Portal { get; init; }

    public required string ClientId { get; init; }

    public required Secret ClientSecret { get; init; }

    /// <summary>The first refresh token, from the installation; later ones are in <see cref="Tokens"/>.</summary>
    public required Secret RefreshToken { get; init; }

    /// <summary>The file for the tokens.</summary>
    public required string Tokens { get; init; }

    /// <summary>The server that renews tokens.</summary>
    public Uri Server { get; init; } = new("https://oauth.bitrix.info/oauth/token/");
}
