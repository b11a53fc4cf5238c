namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The <c>bitrix24</c> part of the configuration as far as it is about calls.</summary>
internal sealed record Bitrix24CallOptions : CrmCallOptions
{
    /// <summary>What is created for a client who is not known.</summary>
    public PerDirection<ClientKind> Create { get; init; } = new(ClientKind.Lead, ClientKind.Lead);

    /// <summary>The source of what is created: a STATUS_ID of Bitrix24's list of sources; or empty.</summary>
    public string Source { get; init; } = "";

    public RecordingMode Recording { get; init; } = RecordingMode.File;

    /// <summary>Whether the employee's chat is told of the call.</summary>
    public bool AddToChat { get; init; } = true;

    /// <summary>The trunks that are external lines of Bitrix24, and their names there.</summary>
    public IReadOnlyDictionary<string, string> Lines { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is rung first when a client asks to be called back; <c>null</c> when nobody is.</summary>
    public string? CallbackExtension { get; init; }
}
