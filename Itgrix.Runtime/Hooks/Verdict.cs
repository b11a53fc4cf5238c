using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Hooks;

/// <summary>Interpretation of a reply.</summary>
internal sealed record Verdict(OutcomeKind Kind, JsonObject? Data, string? Reason, IReadOnlyList<string> Warnings)
{
    public static Verdict Applied(JsonObject data, params IReadOnlyList<string> warnings) =>
        new(OutcomeKind.Applied, data, null, warnings);

    public static Verdict Cancelled { get; } = new(OutcomeKind.Cancelled, null, null, []);

    public static Verdict Failed(string reason) => new(OutcomeKind.Failed, null, reason, []);
}
