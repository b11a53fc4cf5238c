namespace Itgrix.Hooks.Calls;

/// <summary>How far a line is (<c>state</c>). Source: call-full, channel.</summary>
public enum ChannelState
{
    /// <summary>Any other text, or none.</summary>
    Unknown,

    /// <summary><c>ringing</c>: no answer yet.</summary>
    Ringing,

    /// <summary><c>talking</c>: answered, not hung up.</summary>
    Talking,

    /// <summary><c>ended</c>: hung up.</summary>
    Ended,

    /// <summary><c>processed</c>: hung up, and the service is done with it.</summary>
    Processed,
}
