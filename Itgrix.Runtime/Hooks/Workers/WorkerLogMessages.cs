using NLog;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>What the log says of worker processes.</summary>
internal static class WorkerLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("workers");

    /// <summary>Loud when the reason is news; later tries that fail alike are for who looks closer.</summary>
    public static void NotStarted(string pool, string reason, TimeSpan pause, bool isNews) =>
        Log.Log(isNews ? LogLevel.Error : LogLevel.Debug,
            "A {Pool} worker could not be started, the next try is in {Pause:0.0} s: {Reason}",
            pool, pause.TotalSeconds, reason);

    /// <summary>No call is lost, but a worker that often dies like this has a cause.</summary>
    public static void Unread(string pool) =>
        Log.Warn("A {Pool} worker died before it read its call: the call is retried in another one", pool);
}
