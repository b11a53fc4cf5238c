namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Hangup cause of a line (ITU-T Q.850, the extra field <c>hangupcause</c>) as a SIP status for the CRM.
/// Source: Asterisk's causes.h; RFC 3398, 7.2.4.1; the status list of telephony.externalcall.finish.
/// </summary>
internal static class HangupCause
{
    public const int Answered = 200, Missed = 304, NotFound = 404, Unavailable = 480, Incomplete = 484, Busy = 486,
        NoService = 503, Declined = 603;

    /// <summary>The status; <c>null</c> for neutral causes: the call was cleared, or went elsewhere.</summary>
    public static int? Status(int cause) => cause switch
    {
        1 or 2 or 3 or 22 => NotFound,
        17 => Busy,
        18 or 19 => Missed,
        20 => Unavailable,
        21 => Declined,
        28 => Incomplete,
        27 or 29 or 34 or 38 or 41 or 42 or 44 or 47 or 50 or 55 or 57 or 58
            or 63 or 65 or 66 or 69 or 79 or 88 or 102 => NoService,
        _ => null,
    };

    /// <summary>The status by the DIALSTATUS of the dialling channel; <c>null</c> for a neutral one.</summary>
    public static int? Status(string dialStatus) => dialStatus switch
    {
        "BUSY" => Busy,
        "NOANSWER" or "CANCEL" => Missed,
        "CHANUNAVAIL" => Unavailable,
        "CONGESTION" => NoService,
        "INVALIDARGS" => Incomplete,
        _ => null,
    };
}
