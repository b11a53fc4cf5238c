namespace Itgrix.Runtime.Platform.Storage;

/// <summary>A database of the service cannot be used; the message says which, why and what to do.</summary>
internal sealed class StorageException(string message, Exception cause) : Exception(message, cause), IForeseenFailure;
