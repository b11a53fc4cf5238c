using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Outbox;

/// <summary>A request to a CRM, before its hook has seen it.</summary>
/// <param name="Name">Tells it from the call's other requests.</param>
/// <param name="Method">The CRM's method.</param>
/// <param name="Hook">The hook that may change or cancel it; <c>null</c> when there is none.</param>
/// <param name="Fields">Makes what the hook is given; without a hook, what is sent. Asked only when it was not sent
/// before.</param>
internal sealed record RequestSpec(
    string Name, string Method, string? Hook, Func<CancellationToken, Task<JsonObject>> Fields)
{
    public RequestSpec(string name, string method, string? hook, JsonObject fields)
        : this(name, method, hook, _ => Task.FromResult(fields))
    {
    }

    /// <summary>Makes the parameters of what the hook left; <c>null</c> when there is nothing to send.</summary>
    public Func<JsonObject, JsonObject?> Parameters { get; init; } = fields => fields;

    /// <summary>What comes later needs its result.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>Later than this it is of no use.</summary>
    public TimeSpan? GoodFor { get; init; }
}
