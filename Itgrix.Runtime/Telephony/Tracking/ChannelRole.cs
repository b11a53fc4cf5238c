namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>What is at the other end of a channel.</summary>
internal enum ChannelRole
{
    /// <summary>Nobody: Asterisk's own announcer, recorder and the like.</summary>
    Internal,

    /// <summary>Half of a Local pair, which connects two parts of the dialplan.</summary>
    LocalHalf,

    /// <summary>A program that talks: a voice bot.</summary>
    Bot,

    /// <summary>An employee's phone.</summary>
    Employee,

    /// <summary>A line to the outside, with a client at its other end.</summary>
    Line,
}

internal static class ChannelRoles
{
    /// <summary>As <c>replay --explain</c> prints it.</summary>
    public static string NameOf(ChannelRole role) => role switch
    {
        ChannelRole.Internal => "internal",
        ChannelRole.LocalHalf => "local",
        ChannelRole.Bot => "bot",
        ChannelRole.Employee => "employee",
        _ => "line",
    };
}
