using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// The <c>bitrix24</c> part of the configuration: the portal, how it lets us in, and how much it bears.
/// </summary>
internal sealed record Bitrix24Options
{
    /// <summary>An incoming webhook's address, with its secret; <c>null</c> with <see cref="OAuth"/>.</summary>
    public Secret? Webhook { get; init; }

    /// <summary>An application; only one may register and finish calls.</summary>
    public Bitrix24OAuth? OAuth { get; init; }

    /// <summary>How fast Bitrix24 forgets requests: 2, with the Enterprise plan 5.</summary>
    public double RequestsPerSecond { get; init; } = 2;

    /// <summary>How many requests Bitrix24 takes at once: 50, with the Enterprise plan 250.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long sending a recording may take.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What the portal's events must carry; <c>null</c>: none of them is taken.</summary>
    public Secret? ApplicationToken { get; init; }

    /// <summary>What is done for calls.</summary>
    public Bitrix24CallOptions Calls { get; init; } = new();

    /// <summary>The host, for messages.</summary>
    public string Portal =>
        (OAuth?.Portal ?? (Webhook is { } webhook ? new Uri(webhook.Reveal()) : null))?.Authority ?? "";
}

/// <summary>An application that was installed in the portal.</summary>
internal sealed record Bitrix24OAuth
{
    public required Uri Portal { get; init; }

    public required string ClientId { get; init; }

    public required Secret ClientSecret { get; init; }

    /// <summary>The first one, from the installation; later ones are kept in <see cref="Tokens"/>.</summary>
    public required Secret RefreshToken { get; init; }

    /// <summary>The file that keeps the tokens.</summary>
    public required string Tokens { get; init; }

    /// <summary>Where tokens are renewed.</summary>
    public Uri Server { get; init; } = new("https://oauth.bitrix.info/oauth/token/");
}
