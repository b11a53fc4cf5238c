namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>A call that Asterisk makes: first to the channel, then from there to the extension.</summary>
internal sealed record OriginateRequest
{
    /// <summary>The channel that rings first: <c>PJSIP/101</c>.</summary>
    public required string Channel { get; init; }

    public required string Context { get; init; }

    /// <summary>The extension to dial once the channel has answered.</summary>
    public required string Exten { get; init; }

    public int Priority { get; init; } = 1;

    /// <summary>The caller id on the ringing phone: <c>"Name" &lt;number&gt;</c>.</summary>
    public string? CallerId { get; init; }

    /// <summary>Maximum ringing time of the channel.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Asterisk reports the outcome later, by an event. Otherwise it sends nothing, not even events, until the
    /// channel has answered.
    /// </summary>
    public bool Async { get; init; } = true;

    /// <summary>Variables of the channel.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The unique id of the new channel.</summary>
    public string? ChannelId { get; init; }

    public string? Account { get; init; }
}
