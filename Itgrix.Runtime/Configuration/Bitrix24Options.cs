using Itgrix.Runtime.Flows;

namespace Itgrix.Runtime.Configuration;

/// <summary>The <c>bitrix24</c> part of the configuration: the portal, how it lets us in, and how much it bears.</summary>
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

    /// <summary>What is created for a client who is not known.</summary>
    public PerDirection<ClientKind> Create { get; init; } = new(ClientKind.Lead, ClientKind.Lead);

    /// <summary>The source of what is created: a STATUS_ID of Bitrix24's list of sources; or empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>Tasks for calls that were not taken.</summary>
    public MissedTaskOptions TaskOnMissed { get; init; } = new();

    /// <summary>A task for who took a new client's call.</summary>
    public NewContactTaskOptions TaskOnNewContact { get; init; } = new();

    public RecordingMode Recording { get; init; } = RecordingMode.File;

    /// <summary>An https address with <c>{file}</c>; <c>null</c> only when recordings are no links.</summary>
    public string? RecordingLink { get; init; }

    /// <summary>Whether the employee's chat is told of the call.</summary>
    public bool AddToChat { get; init; } = true;

    /// <summary>Whose the calls are whose employee is not known.</summary>
    public long DefaultUser { get; init; }

    public MissedResponsible MissedResponsible { get; init; } = MissedResponsible.Client;

    /// <summary>What is done with a known client's call before a phone rings.</summary>
    public DistributionOptions Distribution { get; init; } = new(ToResponsible: false, ShowsName: false);

    /// <summary>When the employee sees the call's card.</summary>
    public PerDirection<CardMoment> Card { get; init; } = new(CardMoment.Ring, CardMoment.Ring);

    /// <summary>The trunks that are external lines of Bitrix24, and their names there.</summary>
    public IReadOnlyDictionary<string, string> Lines { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is rung first when a client asks to be called back; <c>null</c> when nobody is.</summary>
    public string? CallbackExtension { get; init; }

    /// <summary>What the portal's events must carry; <c>null</c>: none of them is taken.</summary>
    public Secret? ApplicationToken { get; init; }

    /// <summary>The host, for messages.</summary>
    public string Portal => (OAuth?.Portal ?? (Webhook is { } webhook ? new Uri(webhook.Reveal()) : null))?.Authority ?? "";

    /// <summary>Where a recording can be heard; empty when recordings are no links.</summary>
    /// <param name="file">Its name or path; of a path the name.</param>
    public string LinkOf(string file) => RecordingLink is null ? ""
        : RecordingLink.Replace("{file}", Uri.EscapeDataString(Path.GetFileName(file)), StringComparison.Ordinal);
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
