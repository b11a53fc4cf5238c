namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Settings of the simulated portal.</summary>
public sealed record Bitrix24Settings
{
    /// <summary>A portal without limits.</summary>
    public static Bitrix24Settings WithoutLimit { get; } = new() { Drain = 1e6, Hold = 1_000_000, Operating = 1e9 };

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Keeps the portal through restarts; <c>null</c> for in memory only.</summary>
    public string? PortalFile { get; init; }

    /// <summary>Requests per second that leak from the bucket.</summary>
    public double Drain { get; init; } = 2;

    /// <summary>Capacity of the bucket.</summary>
    public int Hold { get; init; } = 50;

    /// <summary>Seconds that a method may work in ten minutes.</summary>
    public double Operating { get; init; } = 480;

    /// <summary>The secret of the incoming webhook of user 1.</summary>
    public string WebhookSecret { get; init; } = "sandbox-webhook-secret";

    /// <summary>
    /// As documented: only applications register and finish calls. Off, a webhook may do it too.
    /// </summary>
    public bool IsStrictAboutWebhooks { get; init; } = true;

    public string ClientId { get; init; } = "local.sandbox";

    public string ClientSecret { get; init; } = "sandbox-client-secret";

    /// <summary>Credentials of the installed application.</summary>
    public string RefreshToken { get; init; } = "sandbox-refresh-token";

    /// <summary>The rights of the webhook or application.</summary>
    public IReadOnlyList<string> Scope { get; init; } = ["crm", "telephony", "task", "user"];

    /// <summary>The events that the application gets.</summary>
    public IReadOnlyList<string> BoundEvents { get; init; } = [];

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Proves to a handler that events come from this portal.</summary>
    public string ApplicationToken { get; init; } = "sandbox-application-token";

    /// <summary>Off: a portal without leads creates a contact and a deal for an unknown number.</summary>
    public bool HasLeads { get; init; } = true;

    /// <summary>An id that there is not is 0, as older portals write it, and not null.</summary>
    public bool WritesZeroIds { get; init; }

    /// <summary>Why no client is created, though the registration succeeds; <c>null</c>: it is created.</summary>
    public string? LeadCreationError { get; init; }

    /// <summary>Why a finish creates no activity, though it succeeds; <c>null</c>: it is created.</summary>
    public string? ActivityCreationError { get; init; }

    /// <summary>
    /// The address that the portal sees itself, for uploads; <c>null</c>: the address of the request.
    /// </summary>
    public Uri? UploadBase { get; init; }

    /// <summary>The application's address, to which links lead; <c>null</c>: none.</summary>
    public Uri? ApplicationUrl { get; init; }

    /// <summary>The portal's id.</summary>
    public string MemberId { get; init; } = "a223c6b3710f85df22e9377d6c4f7553";

    /// <summary>The users with an administrator's rights.</summary>
    public IReadOnlyList<int> Administrators { get; init; } = [1];

    /// <summary>Off: the application is not installed yet, so that there are no tokens and no events.</summary>
    public bool IsInstalled { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
