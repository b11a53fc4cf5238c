namespace Itgrix.Runtime.Crms;

/// <summary>A choice for incoming calls, and one for outgoing calls.</summary>
internal sealed record PerDirection<T>(T Incoming, T Outgoing);
