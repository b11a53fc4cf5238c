using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>A call's result in Kommo's terms.</summary>
internal static class KommoStatus
{
    /// <summary>Of Kommo's list: 4 talked, 6 not answered, 7 busy, 5 wrong number, 3 not available.</summary>
    public static int From(int result) => result switch
    {
        HangupCause.Answered => 4,
        HangupCause.Busy => 7,
        HangupCause.NotFound or HangupCause.Incomplete => 5,
        HangupCause.Unavailable or HangupCause.NoService => 3,
        _ => 6,
    };

    /// <summary>The text with the call.</summary>
    public static string TextOf(int result) => From(result) switch
    {
        4 => "Answered",
        7 => "Busy",
        5 => "Wrong number",
        3 => "Not available",
        _ => "Not answered",
    };
}
