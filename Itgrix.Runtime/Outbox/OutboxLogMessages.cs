using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Outbox;

/// <summary>What the log says of requests to the CRMs.</summary>
internal static class OutboxLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("outbox");

    public static void DeadLettered(OutboxRequest step) => Log.Error(
        "Call {Call}, {Crm}: \"{Step}\" is set aside, because it would be refused again: {Reason} See ./run.sh outbox",
        step.Call.CallId, step.Call.Crm, step.Name, step.Error);

    public static void Later(OutboxRequest step, TimeSpan pause) => Log.Warn(
        "Call {Call}, {Crm}: \"{Step}\" is tried again in {Pause:0} s: {Reason}",
        step.Call.CallId, step.Call.Crm, step.Name, pause.TotalSeconds, step.Error);

    public static void NotRead(CallKey call, string method, string reason) => Log.Warn(
        "Call {Call}, {Crm}: goes on without what {Method} would have told: {Reason}",
        call.CallId, call.Crm, method, reason);

    public static void Broke(CallKey call, string stage, Exception error) => Log.Failure(error,
        "Call {Call}, {Crm}: {Stage} failed, the call goes on with its next stage", call.CallId, call.Crm, stage);

    public static void Stuck(CallKey call, Exception error) => Log.Failure(error,
        "Call {Call}, {Crm}: cannot go on, it is tried again with its next request", call.CallId, call.Crm);

    public static void Stuck(CallKey call, string reason) => Log.Error(
        "Call {Call}, {Crm}: cannot go on: {Reason}", call.CallId, call.Crm, reason);

    public static void NotReadable(Exception error) => Log.Error("The outbox cannot be read: {Reason}", error.Message);

    public static void GoesOn(int calls) => Log.Info("{Calls} calls of the last run go on", calls);
}
