using NLog;

namespace Itgrix.Runtime.Logging;

/// <summary>What the log says of requests to the service.</summary>
internal static class HttpLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("http");

    public static void Listening(Uri address) => Log.Info("Listening at {Address}", address);

    public static void Refused(string path, int status, string reason) =>
        Log.Debug("A request to {Path} was answered with {Status}: {Reason}", path, status, reason);

    public static void Broke(string path, Exception error) => Log.Error(error, "Answering a request to {Path} broke", path);

    public static void WorkBroke(Exception error) => Log.Error(error, "What a request asked for broke");

    public static void GaveUp() => Log.Warn("What a request asked for was not finished before the service stopped");
}
