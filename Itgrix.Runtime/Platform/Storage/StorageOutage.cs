namespace Itgrix.Runtime.Platform.Storage;

/// <summary>A database cannot be used now.</summary>
/// <param name="Since">When that was noticed.</param>
/// <param name="Cause">Why, by the last try.</param>
internal sealed record StorageOutage(DateTimeOffset Since, string Cause);
