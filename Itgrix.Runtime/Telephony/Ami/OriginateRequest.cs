namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>A call that Asterisk is to make: first to the channel, then from there to the extension.</summary>
internal sealed record OriginateRequest
{
    /// <summary>Who is rung first: <c>PJSIP/101</c>.</summary>
    public required string Channel { get; init; }

    public required string Context { get; init; }

    /// <summary>What is dialled once the channel has answered.</summary>
    public required string Exten { get; init; }

    public int Priority { get; init; } = 1;

    /// <summary>What the rung phone shows: <c>"Name" &lt;number&gt;</c>.</summary>
    public string? CallerId { get; init; }

    /// <summary>How long the channel rings.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Asterisk reports the outcome later, by an event. Otherwise it reports nothing, not even events, until the
    /// channel has answered.
    /// </summary>
    public bool Async { get; init; } = true;

    /// <summary>Variables of the channel.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The unique id that the channel gets.</summary>
    public string? ChannelId { get; init; }

    public string? Account { get; init; }
}
