namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>What Asterisk answered to an action.</summary>
/// <param name="Events">The list that the action asked for, or the event that ended it.</param>
internal sealed record AmiReply(AmiMessage Response, IReadOnlyList<AmiMessage> Events)
{
    public bool IsSuccess => !Response.Kind.SequenceEqual("Error"u8) && !Response.Kind.SequenceEqual("Failure"u8);

    /// <summary>Asterisk's words.</summary>
    public string Message => Response["Message"];
}
