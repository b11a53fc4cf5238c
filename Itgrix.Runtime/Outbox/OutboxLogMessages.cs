using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Outbox;

/// <summary>Log messages about requests to the CRMs.</summary>
internal static class OutboxLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("outbox");

    public static void DeadLettered(OutboxRequest step) => Log.Error(
        "Call {Call}, {Crm}: \"{Step}\" moved to the dead-letter list, a retry would be refused: {Reason} See "
        + "./run.sh outbox",
        step.Call.CallId, step.Call.Crm, step.Name, step.Error);

    public static void Retried(OutboxRequest step, TimeSpan delay) => Log.Warn(
        "Call {Call}, {Crm}: \"{Step}\" is retried in {Delay:0} s: {Reason}",
        step.Call.CallId, step.Call.Crm, step.Name, delay.TotalSeconds, step.Error);

    public static void NotRead(CallKey call, string method, string reason) => Log.Warn(
        "Call {Call}, {Crm}: continues without the answer to {Method}: {Reason}",
        call.CallId, call.Crm, method, reason);

    public static void StageFailed(CallKey call, string stage, Exception error) => Log.Failure(error,
        "Call {Call}, {Crm}: {Stage} failed, the call continues with its next stage", call.CallId, call.Crm, stage);

    public static void Stuck(CallKey call, Exception error) => Log.Failure(error,
        "Call {Call}, {Crm}: cannot continue, it is retried with its next request", call.CallId, call.Crm);

    public static void Stuck(CallKey call, string reason) => Log.Error(
        "Call {Call}, {Crm}: cannot continue: {Reason}", call.CallId, call.Crm, reason);

    public static void NotReadable(Exception error) => Log.Error("The outbox cannot be read: {Reason}", error.Message);

    public static void Resumed(int calls) => Log.Info("{Calls} calls of the last run continue", calls);
}
