using NLog;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>Log messages about worker processes.</summary>
internal static class WorkerLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("workers");

    /// <summary>An error when the reason is new; repeated failures with the same reason are for debugging.</summary>
    public static void NotStarted(string pool, string reason, TimeSpan delay, bool isNewReason) =>
        Log.Log(isNewReason ? LogLevel.Error : LogLevel.Debug,
            "A {Pool} worker could not be started, retry in {Delay:0.0} s: {Reason}",
            pool, delay.TotalSeconds, reason);

    /// <summary>No call is lost, but frequent deaths of this kind have a cause.</summary>
    public static void Unread(string pool) =>
        Log.Warn("A {Pool} worker died before it read its call: the call is retried in another one", pool);
}
