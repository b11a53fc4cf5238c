namespace Itgrix.Runtime.Outbox;

/// <summary>
/// A flow cannot continue now: a step is retried later, or waits for an administrator's decision. It passes through
/// the flow to the outbox; what was done is stored.
/// </summary>
internal sealed class CallWaitsException(string step) : Exception($"It waits for \"{step}\".");
