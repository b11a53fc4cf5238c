using System.Text.Json.Nodes;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks;

/// <summary>How a hook's run ended.</summary>
internal enum OutcomeKind
{
    /// <summary>The hook replied; its data goes on.</summary>
    Applied,

    /// <summary>The hook replied with empty data: the CRM request it runs before is not sent. No error.</summary>
    Cancelled,

    /// <summary>There is no file, or the hook is switched off; the value goes on as it was.</summary>
    NotCustomized,

    /// <summary>The hook did not give a usable reply; the value goes on as it was, the reason is logged.</summary>
    Failed,
}

/// <summary>What came of one hook for one call: a value, never an exception.</summary>
internal sealed record HookOutcome(HookDefinition Hook, OutcomeKind Kind)
{
    /// <summary><c>csx</c> or <c>php</c>; <c>null</c> when nothing ran.</summary>
    public string? Engine { get; init; }

    /// <summary>What goes on; <c>null</c> when cancelled.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>Why it failed, or why it was not customized although someone may think so.</summary>
    public string? Reason { get; init; }

    /// <summary>What was put right or should be looked at.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How long it ran.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How long it waited before it ran: for a free worker, after a save for the compiler.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Whether it failed by running over its limit.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The version of the file that ran: the beginning of its content's hash.</summary>
    public string? Version { get; init; }

    /// <summary>The name in the interface: <c>not_customized</c>.</summary>
    public string KindName => NameOf(Kind);

    public static string NameOf(OutcomeKind kind) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
