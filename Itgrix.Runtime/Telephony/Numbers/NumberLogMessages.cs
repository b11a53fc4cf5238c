using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>Log messages about numbers.</summary>
internal static partial class NumberLogMessages
{
    [LoggerMessage(LogLevel.Warning,
        "{File} has '{Line}', which is not a pattern and is skipped: write digits and X for any digit, "
        + "one pattern per line")]
    public static partial void NoPattern(ILogger log, string file, string line);

    [LoggerMessage(LogLevel.Warning,
        "{File} with the numbers that count as internal cannot be read; the last patterns stay in force: {Reason}")]
    public static partial void CannotRead(ILogger log, string file, string reason);

    [LoggerMessage(LogLevel.Warning,
        "Call {Call}: {Hook} replies {Phone}, which has no digit and so is no client number; the call keeps its own. "
        + "To keep a call from the CRM, reply false in need_registration")]
    public static partial void NoPhone(ILogger log, string call, string hook, string phone);
}
