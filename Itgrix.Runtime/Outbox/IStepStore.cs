using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Outbox;

/// <summary>Keeps the steps of calls.</summary>
internal interface IStepStore
{
    /// <summary>Writes a step, new or changed.</summary>
    /// <exception cref="StorageException">It cannot be kept.</exception>
    Task SaveAsync(OutboxRequest step, CancellationToken token);
}
