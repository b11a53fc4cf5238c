using Itgrix.Runtime.Calls;

namespace Itgrix.Runtime.Outbox;

/// <summary>What is still to be told of a call, and what has been done for it.</summary>
/// <param name="Stages">The stages that are not told, in their order.</param>
/// <param name="Steps">Its steps, in any state.</param>
internal sealed record CallWork(IReadOnlyList<StageReached> Stages, IReadOnlyList<CallStep> Steps);
