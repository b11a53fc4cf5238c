namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Result of an originated call, up to the answer of its first channel.</summary>
/// <param name="Reason">Asterisk's number: 4 answered, 3 rang, 5 busy, 8 congested, 1 hung up, 0 anything else.</param>
/// <param name="UniqueId">The channel; empty when there was none.</param>
/// <param name="Message">Asterisk's message, or ours for the reason.</param>
internal sealed record OriginateResult(bool IsAnswered, int? Reason, string UniqueId, string Channel, string Message)
{
    private const string Unknown = "<unknown>";

    public static OriginateResult From(AmiReply reply)
    {
        if (reply.Events is not [.., var last])
            return new(reply.IsSuccess, null, "", "", reply.Message);
        int? reason = int.TryParse(last["Reason"], CultureInfo.InvariantCulture, out var number) ? number : null;
        var id = last["Uniqueid"];
        var isAnswered = last["Response"].Equals("Success", StringComparison.OrdinalIgnoreCase);
        var words = isAnswered ? "answered" : Words(reason);
        return new(isAnswered, reason, id == Unknown ? "" : id, last["Channel"], words);
    }

    private static string Words(int? reason) => reason switch
    {
        // Newer versions use it for a busy phone, too.
        0 => "busy, declined, or not reachable",
        1 => "hung up",
        3 => "nobody answered",
        5 => "busy",
        8 => "congested, or not reachable",
        _ => "failed",
    };
}
