namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The call settings in the <c>bitrix24</c> part of the configuration.</summary>
internal sealed record Bitrix24CallOptions : CrmCallOptions
{
    /// <summary>What is created for an unknown client.</summary>
    public PerDirection<ClientKind> Create { get; init; } = new(ClientKind.Lead, ClientKind.Lead);

    /// <summary>
    /// The source of created leads and contacts: a STATUS_ID of Bitrix24's list of sources; or empty.
    /// </summary>
    public string Source { get; init; } = "";

    public RecordingMode Recording { get; init; } = RecordingMode.File;

    /// <summary>Whether the call is posted to the employee's chat.</summary>
    public bool AddToChat { get; init; } = true;

    /// <summary>The trunks that are external lines of Bitrix24, and their names there.</summary>
    public IReadOnlyDictionary<string, string> Lines { get; init; } = new Dictionary<string, string>();

    /// <summary>The extension that rings first for a callback; <c>null</c> when callbacks are off.</summary>
    public string? CallbackExtension { get; init; }
}
