using NLog;

namespace Itgrix.Runtime.Logging;

/// <summary>What the log says of worker processes.</summary>
internal static class WorkerLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("workers");

    /// <summary>Loud when the reason is news; later tries that fail alike are for who looks closer.</summary>
    public static void NotStarted(string pool, string reason, TimeSpan pause, bool isNews) =>
        Log.Log(isNews ? LogLevel.Error : LogLevel.Debug,
            "A {Pool} worker could not be started, the next try is in {Pause:0.0} s: {Reason}",
            pool, pause.TotalSeconds, reason);
}
