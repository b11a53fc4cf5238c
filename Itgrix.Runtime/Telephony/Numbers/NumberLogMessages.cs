using NLog;

namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>Log messages about numbers.</summary>
internal static class NumberLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("numbers");

    public static void NoPattern(string file, string line) => Log.Warn(
        "{File} has '{Line}', which is not a pattern and is skipped: write digits and X for any digit, "
        + "one pattern per line", file, line);

    public static void CannotRead(string file, string reason) => Log.Warn(
        "{File} with the numbers that count as internal cannot be read; the last patterns stay in force: {Reason}",
        file, reason);

    public static void NoPhone(string call, string hook, string phone) => Log.Warn(
        "Call {Call}: {Hook} replies {Phone}, which has no digit and so is no client number; the call keeps its own. "
        + "To keep a call from the CRM, reply false in need_registration", call, hook, phone);
}
