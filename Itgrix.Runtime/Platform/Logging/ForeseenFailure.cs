using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>
/// Tells failures of the surroundings (network, disk, database, CRM, settings) from bugs: the log explains the first in
/// words and shows a stack trace for the second alone.
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
        _ => error is IForeseenFailure,
    };

    /// <summary>The message, and those of its causes that say more.</summary>
    public static string Words(Exception error)
    {
        var words = error.Message;
        if (error is IForeseenFailure)
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
}
