namespace Itgrix.Runtime.Platform.Logging;

/// <summary>Failures in log lines: an expected one gives its reason, a bug its stack trace.</summary>
internal static class FailureLog
{
    /// <param name="message">What failed and what happens next, without a final full stop.</param>
    /// <param name="error">What went wrong.</param>
    public static string Text(string message, Exception error) => ForeseenFailure.Is(error)
        ? $"{message}: {ForeseenFailure.Words(error)}"
        : $"{message}; this is a bug of Itgrix, please report it: {error.Message}\n{error}";
}
