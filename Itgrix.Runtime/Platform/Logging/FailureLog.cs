using NLog;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>Logs failures: an expected one as a message, a bug with its stack trace.</summary>
internal static class FailureLog
{
    /// <param name="log">The log.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="message">What failed and what happens next, without a final full stop.</param>
    /// <param name="values">Values for the placeholders of the message.</param>
    public static void Failure(this Logger log, Exception error, string message, params object?[] values)
    {
        if (ForeseenFailure.Is(error))
            log.Error(message + ": {Reason}", [.. values, ForeseenFailure.Words(error)]);
        else
            log.Error(
                error, message + "; this is a bug of Itgrix, please report it: {Reason}", [.. values, error.Message]);
    }
}
