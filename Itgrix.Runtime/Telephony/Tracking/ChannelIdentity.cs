namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>The decision of what a channel is.</summary>
/// <param name="Role">What is at its other end.</param>
/// <param name="Extension">The employee's extension; empty where it is unknown, and for all others.</param>
/// <param name="Reason">Why, as a sentence's part.</param>
internal readonly record struct ChannelIdentity(ChannelRole Role, string Extension, string Reason)
{
    /// <summary>Whether a person, or for a Local half perhaps a person, is at its other end.</summary>
    public bool IsParty => Role is ChannelRole.Employee or ChannelRole.Line or ChannelRole.LocalHalf;

    /// <summary>Whether every number over it is outside, even a short one: the settings name it as a line.</summary>
    public bool LeadsOutside { get; init; }

    /// <summary>A phone or a line.</summary>
    public bool IsDevice => Role is ChannelRole.Employee or ChannelRole.Line;
}
