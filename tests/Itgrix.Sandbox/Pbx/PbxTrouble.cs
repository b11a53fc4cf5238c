namespace Itgrix.Sandbox.Pbx;

/// <summary>Injected faults; may be changed while it runs.</summary>
public sealed record PbxTrouble
{
    /// <summary>Connections are closed before the greeting.</summary>
    public bool ClosesAtOnce { get; init; }

    /// <summary>Logins fail, whatever the secret.</summary>
    public bool RefusesLogins { get; init; }

    /// <summary>No events are sent, but connections stay open.</summary>
    public bool IsSilent { get; init; }

    /// <summary>A connection is closed after this many bytes of events, even inside one.</summary>
    public long? DropsAfter { get; init; }

    /// <summary>Each event is sent twice.</summary>
    public bool Duplicates { get; init; }

    /// <summary>Data is sent in chunks of at most this many bytes; 1 for single bytes.</summary>
    public int? Tears { get; init; }

    /// <summary>Each event is delayed by this time.</summary>
    public TimeSpan Delay { get; init; }
}
