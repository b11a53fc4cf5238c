namespace Itgrix.Sandbox.Kommo;

/// <summary>What the simulated account is like.</summary>
public sealed record AccountSettings
{
    /// <summary>An account that takes as many requests as come.</summary>
    public static AccountSettings WithoutLimit => new() { PerSecond = int.MaxValue, AccountPerSecond = int.MaxValue };

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Requests a second of one integration.</summary>
    public int PerSecond { get; init; } = 7;

    /// <summary>Requests a second of all integrations of the account.</summary>
    public int AccountPerSecond { get; init; } = 50;

    /// <summary>How many of the account's requests a second others take.</summary>
    public int OthersPerSecond { get; init; }

    /// <summary>So many refusals within ten seconds, and the address is blocked.</summary>
    public int RefusalsUntilBlock { get; init; } = 10;

    public TimeSpan BlockTime { get; init; } = TimeSpan.FromMinutes(10);

    public string ClientId { get; init; } = "sandbox-client";

    public string ClientSecret { get; init; } = "sandbox-client-secret";

    public string RedirectUri { get; init; } = "https://example.com/itgrix";

    /// <summary>The first authorization code; like every code it works once.</summary>
    public string AuthorizationCode { get; init; } = "sandbox-code";

    /// <summary>A token that works for ever.</summary>
    public string LongLivedToken { get; init; } = "sandbox-long-lived-token";

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>An account where the contacts' field PHONE does not know WORK.</summary>
    public bool LacksPhoneField { get; init; }

    /// <summary>How long what is new is not found by its number or name.</summary>
    public TimeSpan SearchDelay { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
