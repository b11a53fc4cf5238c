namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>
/// One channel event of Asterisk (CEL), the same whether it came over AMI, from the file or from the table. Texts are
/// never null: a missing one is empty.
/// </summary>
internal sealed record CelRecord : PbxEvent
{
    public required CelEvent Event { get; init; }

    /// <summary>When it happened, by the clock and the time zone of the Asterisk server.</summary>
    public required DateTime Time { get; init; }

    public required string UniqueId { get; init; }

    public required string LinkedId { get; init; }

    /// <summary>Name of the channel, for example <c>PJSIP/101-00000009</c>.</summary>
    public required string Channel { get; init; }

    public string CallerNumber { get; init; } = "";

    public string CallerName { get; init; } = "";

    public string Ani { get; init; } = "";

    public string DialedNumber { get; init; } = "";

    public string Extension { get; init; } = "";

    public string Context { get; init; } = "";

    public string Application { get; init; } = "";

    public string ApplicationData { get; init; } = "";

    /// <summary>The peer channel in the bridge, by name.</summary>
    public string Peer { get; init; } = "";

    /// <summary>The event's extra data, a JSON object as text; empty when there is none.</summary>
    public string Extra { get; init; } = "";

    public string Account { get; init; } = "";

    public string UserField { get; init; } = "";
}
