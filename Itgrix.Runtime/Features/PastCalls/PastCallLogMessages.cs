using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>What the log says of past calls that are told again.</summary>
internal static class PastCallLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("past calls");

    public static void Began(string job, string what) => Log.Info(
        "Past calls are read again, job {Job}: {What}", job, what);

    public static void Ended(string job, string counts) => Log.Info(
        "Past calls, job {Job}: done: {Counts}", job, counts);

    public static void Failed(string job, Exception error) => Log.Failure(
        error, "Past calls, job {Job} ended early, ask for it again", job);

    public static void Broke(string call, Exception error) =>
        Log.Failure(error, "Past call {Call} cannot be read, the job goes on with the next one", call);
}
