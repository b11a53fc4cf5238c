namespace Itgrix.Runtime.Crms;

/// <summary>A choice for incoming calls, and one for outgoing calls.</summary>
internal sealed record PerDirection<T>(
    [property: Setting("for incoming calls")] T Incoming, [property: Setting("for outgoing calls")] T Outgoing);
