namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>Status of the service, the values of <c>app_status</c>.</summary>
internal enum StatusLevel
{
    Ok,

    /// <summary>It works, but a person should look.</summary>
    Warning,

    /// <summary>Calls do not reach a CRM.</summary>
    Error,
}

/// <summary>Reason of a status worse than Ok.</summary>
/// <param name="Level">Its severity.</param>
/// <param name="Text">What is wrong, and what to do.</param>
internal sealed record StatusReason(StatusLevel Level, string Text)
{
    /// <summary>Whether <c>/health</c> tells this warning.</summary>
    public bool IsForProbes { get; init; }

    /// <summary>What <c>/health</c> says in place of the level; <c>null</c>: the level.</summary>
    public string? Word { get; init; }
}
