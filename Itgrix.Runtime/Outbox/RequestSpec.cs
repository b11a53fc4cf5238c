using Itgrix.Hooks;

namespace Itgrix.Runtime.Outbox;

/// <summary>A request to a CRM, before its hook ran.</summary>
/// <param name="Name">Identifies it among the requests of the call.</param>
/// <param name="Method">The CRM's method.</param>
/// <param name="Hook">The hook that may change or cancel it; <c>null</c> when there is none.</param>
/// <param name="Fields">Makes the hook's input; without a hook, the parameters. It runs only when the request was not
/// sent before.</param>
internal sealed record RequestSpec(
    string Name, string Method, HookName? Hook, Func<CancellationToken, Task<JsonObject>> Fields)
{
    public RequestSpec(string name, string method, HookName? hook, JsonObject fields)
        : this(name, method, hook, _ => Task.FromResult(fields))
    {
    }

    /// <summary>Makes the parameters from the hook's result; <c>null</c> when there is nothing to send.</summary>
    public Func<JsonObject, JsonObject?> Parameters { get; init; } = fields => fields;

    /// <summary>Whether later steps need its result, so that the call waits for a dead letter.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>
    /// Finds the result where it is known before the hook runs, so that there is nothing to send; <c>null</c>: it is
    /// not searched for.
    /// </summary>
    public Func<CancellationToken, Task<JsonElement?>>? Known { get; init; }

    /// <summary>
    /// Whether the CRM is searched first, because an earlier run may have sent it and lost the record of it.
    /// </summary>
    public bool LooksFirst { get; init; }

    /// <summary>
    /// How long later steps wait for it while it is retried; they go on without it then, and it is tried again with
    /// each of them; <c>null</c>: always.
    /// </summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The users who take the place of one that the CRM refuses, before the default user.</summary>
    public IReadOnlyList<long> NextUsers { get; init; } = [];

    /// <summary>How long after its creation it is still useful; it is dropped later; <c>null</c>: always.</summary>
    public TimeSpan? GoodFor { get; init; }
}
