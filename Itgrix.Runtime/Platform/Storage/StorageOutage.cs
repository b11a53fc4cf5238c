namespace Itgrix.Runtime.Platform.Storage;

/// <summary>An outage of a database.</summary>
/// <param name="Since">When it was detected.</param>
/// <param name="Cause">The error of the last attempt.</param>
internal sealed record StorageOutage(DateTimeOffset Since, string Cause)
{
    /// <summary>What an administrator can do; empty when that is not known.</summary>
    public string Fix { get; init; } = "";
}
