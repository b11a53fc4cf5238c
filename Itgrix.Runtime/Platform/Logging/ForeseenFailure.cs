using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

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
        _ => error is IForeseenFailure,
    };

    /// <summary>The message, and those of its causes that add something.</summary>
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
