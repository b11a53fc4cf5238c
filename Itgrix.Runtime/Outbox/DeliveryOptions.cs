using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Outbox;

/// <summary>A request that a CRM is to get once for a call.</summary>
/// <param name="Name">Tells it from the call's other steps.</param>
/// <param name="Method">The CRM's method.</param>
/// <param name="Make">
/// Makes its parameters, asking the hook; <c>null</c> when the hook cancels it. Runs once: what it made is kept.
/// </param>
internal sealed record DeliveryOptions(string Name, string Method, Func<CancellationToken, Task<JsonObject?>> Make)
{
    /// <summary>What comes later needs its result: the call waits while a person looks at it.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>It may have been done by somebody who is forgotten here: the CRM is asked first.</summary>
    public bool LooksFirst { get; init; }

    /// <summary>Later than this after it was made it is of no use, and dropped; <c>null</c>: it always is.</summary>
    public TimeSpan? GoodFor { get; init; }
}
