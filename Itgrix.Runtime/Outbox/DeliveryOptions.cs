using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Outbox;

/// <summary>A request that a CRM gets once for a call.</summary>
/// <param name="Name">Identifies it among the steps of the call.</param>
/// <param name="Method">The CRM's method.</param>
/// <param name="Make">
/// Makes its parameters, with the hook; <c>null</c> when the hook cancels it. It runs once: its result is stored.
/// </param>
internal sealed record DeliveryOptions(string Name, string Method, Func<CancellationToken, Task<JsonObject?>> Make)
{
    /// <summary>Whether later steps need its result, so that the call waits for a dead letter.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>
    /// Whether the CRM is searched first, because an earlier run may have sent it and lost the record of it.
    /// </summary>
    public bool LooksFirst { get; init; }

    /// <summary>How long after its creation it is still useful; it is dropped later; <c>null</c>: always.</summary>
    public TimeSpan? GoodFor { get; init; }
}
