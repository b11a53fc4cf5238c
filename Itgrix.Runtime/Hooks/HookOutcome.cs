using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks;

/// <summary>How a hook's run ended.</summary>
internal enum OutcomeKind
{
    /// <summary>The hook replied; its data is used.</summary>
    Applied,

    /// <summary>The hook replied with empty data: its CRM request is not sent. Not an error.</summary>
    Cancelled,

    /// <summary>There is no file, or the hook is disabled; the value stays unchanged.</summary>
    NotCustomized,

    /// <summary>The hook gave no usable reply; the value stays unchanged, the reason is logged.</summary>
    Failed,
}

/// <summary>The result of one hook for one call: a value, never an exception.</summary>
internal sealed record HookOutcome(HookDefinition Hook, OutcomeKind Kind)
{
    /// <summary><c>csx</c> or <c>php</c>; <c>null</c> when nothing ran.</summary>
    public string? Engine { get; init; }

    /// <summary>The data to use; <c>null</c> when cancelled.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>Why it failed, or why a customization that seems to exist did not run.</summary>
    public string? Reason { get; init; }

    /// <summary>The file's log lines, in order.</summary>
    public IReadOnlyList<LogLine> Log { get; init; } = [];

    /// <summary>Corrections of the reply and other warnings.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Running time.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Waiting time before it ran: for a free worker, after a save for the compiler.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Whether it failed by timeout.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether it failed because the machine was busy: no free worker, or no processor for it.</summary>
    public bool Starved { get; init; }

    /// <summary>The version of the file that ran: the start of its content's hash.</summary>
    public string? Version { get; init; }

    /// <summary>The outcome's wire name: <c>not_customized</c>.</summary>
    public string KindName => NameOf(Kind);

    public static HookOutcome Failed(HookDefinition hook, string reason) =>
        new(hook, OutcomeKind.Failed) { Reason = reason };

    /// <summary>The same outcome with a warning before its others; <c>null</c> adds none.</summary>
    public HookOutcome WithWarning(string? warning) =>
        warning is null ? this : this with { Warnings = [warning, .. Warnings] };

    /// <summary>The same outcome, of an earlier version of the file.</summary>
    /// <param name="problem">Why the newest version cannot run.</param>
    public HookOutcome ByLastGood(string problem) =>
        WithWarning($"the last good version ran, because the newest cannot: {problem}");

    public static string NameOf(OutcomeKind kind) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
