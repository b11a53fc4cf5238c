namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Asterisk's answer to an action.</summary>
/// <param name="Events">The list that the action requested, or the event that completed it.</param>
internal sealed record AmiReply(AmiMessage Response, IReadOnlyList<AmiMessage> Events)
{
    public bool IsSuccess => !Response.Kind.SequenceEqual("Error"u8) && !Response.Kind.SequenceEqual("Failure"u8);

    /// <summary>Asterisk's message.</summary>
    public string Message => Response["Message"];
}
