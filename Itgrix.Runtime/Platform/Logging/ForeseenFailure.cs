using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Itgrix.Runtime.Cli;
using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>
/// Distinguishes failures of the environment (network, disk, database, CRM, settings) from bugs: the log shows the
/// first as a message and only the second with a stack trace.
/// </summary>
internal static class ForeseenFailure
{
    private const int MaxCauses = 8;

    public static bool Is(Exception error) => error switch
    {
        AggregateException all => all.InnerExceptions.Count > 0 && all.InnerExceptions.All(Is),
        IOException or UnauthorizedAccessException or SocketException or HttpRequestException
            or AuthenticationException or CryptographicException or DbException or TimeoutException
            or OperationCanceledException => true,
        _ => IsComplete(error),
    };

    /// <summary>The message, and those of its causes that add something.</summary>
    public static string Words(Exception error)
    {
        var words = error.Message;
        if (IsComplete(error))
            return words;
        var cause = error;
        for (var depth = 0; depth < MaxCauses && cause.InnerException is { } inner; depth++)
        {
            cause = inner;
            if (!words.Contains(cause.Message, StringComparison.Ordinal))
                words = $"{words} ({cause.Message})";
        }
        return words;
    }

    // The project's own exceptions: the message says what, why and what to do.
    private static bool IsComplete(Exception error) => error is AmiException or CelStoreException or ConfigException
        or CrmException or ProcessStartException or StorageException or UsageException or WidgetException;
}
