namespace Itgrix.Sandbox.Pbx;

/// <summary>What goes wrong; may be changed while it runs.</summary>
public sealed record PbxTrouble
{
    /// <summary>Connections are closed before the greeting.</summary>
    public bool ClosesAtOnce { get; init; }

    /// <summary>Logins fail, whatever the secret.</summary>
    public bool RefusesLogins { get; init; }

    /// <summary>Nothing is said any more, but connections stay open.</summary>
    public bool IsSilent { get; init; }

    /// <summary>A connection is closed after so many bytes of events, wherever that is.</summary>
    public long? DropsAfter { get; init; }

    /// <summary>Each event comes twice.</summary>
    public bool Duplicates { get; init; }

    /// <summary>What is said comes in pieces of up to so many bytes; 1 for single bytes.</summary>
    public int? Tears { get; init; }

    /// <summary>Each event comes so much later.</summary>
    public TimeSpan Delay { get; init; }
}
