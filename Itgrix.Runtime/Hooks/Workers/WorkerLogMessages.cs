using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>Log messages about worker processes.</summary>
internal static partial class WorkerLogMessages
{
    /// <summary>An error when the reason is new; repeated failures with the same reason are for debugging.</summary>
    public static void NotStarted(ILogger log, string pool, string reason, TimeSpan delay, bool isNewReason) =>
        NotStarted(log, isNewReason ? LogLevel.Error : LogLevel.Debug, pool, delay, reason);

    /// <summary>No call is lost, but frequent deaths of this kind have a cause.</summary>
    [LoggerMessage(LogLevel.Warning,
        "A {Pool} worker died before it read its call: the call is retried in another one")]
    public static partial void Unread(ILogger log, string pool);

    [LoggerMessage("A {Pool} worker could not be started, retry in {Delay:0.0} s: {Reason}")]
    private static partial void NotStarted(ILogger log, LogLevel level, string pool, Seconds delay, string reason);
}
