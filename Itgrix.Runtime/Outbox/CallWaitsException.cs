namespace Itgrix.Runtime.Outbox;

/// <summary>
/// The way of a call cannot go on now: a step is tried again later, or a person is to look at it. Goes through a flow
/// to who runs it; what was done is remembered.
/// </summary>
internal sealed class CallWaitsException(string step) : Exception($"It waits for \"{step}\".");
