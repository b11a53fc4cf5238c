namespace Itgrix.Sandbox.Kommo;

/// <summary>Settings of the simulated account.</summary>
public sealed record AccountSettings
{
    /// <summary>An account without limits.</summary>
    public static AccountSettings WithoutLimit => new() { PerSecond = int.MaxValue, AccountPerSecond = int.MaxValue };

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Requests per second of one integration.</summary>
    public int PerSecond { get; init; } = 7;

    /// <summary>Requests per second of all integrations of the account.</summary>
    public int AccountPerSecond { get; init; } = 50;

    /// <summary>Requests per second of the account that other integrations use.</summary>
    public int OthersPerSecond { get; init; }

    /// <summary>Number of rejections within ten seconds that block the address.</summary>
    public int RefusalsUntilBlock { get; init; } = 10;

    public TimeSpan BlockTime { get; init; } = TimeSpan.FromMinutes(10);

    public string ClientId { get; init; } = "sandbox-client";

    public string ClientSecret { get; init; } = "sandbox-client-secret";

    public string RedirectUri { get; init; } = "https://example.com/itgrix";

    /// <summary>The first authorization code; like every code it works once.</summary>
    public string AuthorizationCode { get; init; } = "sandbox-code";

    /// <summary>A token that never expires.</summary>
    public string LongLivedToken { get; init; } = "sandbox-long-lived-token";

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The contacts' field PHONE lacks the kind WORK.</summary>
    public bool LacksPhoneField { get; init; }

    /// <summary>A call is never attached, because the account writes numbers in a way of its own.</summary>
    public bool CallsFindNobody { get; init; }

    /// <summary>Delay until a new entity is found by its number or name.</summary>
    public TimeSpan SearchDelay { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
