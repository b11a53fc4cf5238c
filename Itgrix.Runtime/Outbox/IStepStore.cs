using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Outbox;

/// <summary>Stores the steps of calls.</summary>
internal interface IStepStore
{
    /// <summary>Writes a step, new or changed.</summary>
    /// <exception cref="StorageException">It cannot be stored.</exception>
    Task SaveAsync(OutboxRequest step, CancellationToken token);
}
