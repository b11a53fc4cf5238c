using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Logging;
using Itgrix.Runtime.Telephony.Cel.Tables;
using NLog;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>What the log says of calls.</summary>
internal static class CallLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("calls");

    /// <summary>A call whose end comes first never rang at anybody's phone.</summary>
    public static void Begins(CallStageEvent first)
    {
        var parties = CallSummary.Parties(first.Call);
        if (first.Stage != CallStage.CallEnded)
            Log.Info("Call {Call}: {Parties} begins", first.CallId, parties);
        else
            Log.Info("Call {Call}: {Parties} began at {Start:HH:mm:ss}, no phone rang",
                first.CallId, parties, first.Call.Channel.StartTime ?? first.Time);
    }

    /// <param name="end">The last stage.</param>
    /// <param name="crms">What each CRM got of the call.</param>
    public static void Ended(CallStageEvent end, string crms)
    {
        var what = CallSummary.Of(end.Call);
        if (!end.IsPast)
            Log.Info("Call {Call} ended: {What}; {Crms}", end.CallId, what, crms);
        else
            Log.Info("Past call {Call} of {Start:yyyy-MM-dd HH:mm:ss}: {What}; {Crms}",
                end.CallId, end.Call.Channel.StartTime ?? end.Time, what, crms);
    }

    /// <summary>The call had to wait, perhaps through a restart; its end is in the log already.</summary>
    public static void DeliveredLate(CallStageEvent end, string crm) => Log.Info(
        "Call {Call} delivered late: {What}; {Crm}", end.CallId, CallSummary.Of(end.Call), crm);

    public static void Reached(CallStageEvent stage) => Log.Debug(
        "Call {Call}: {Stage} {Conversation}", stage.CallId, stage.Stage, stage.ConversationId);

    public static void Broke(CallStageEvent stage, Exception error) => Log.Failure(error,
        "Call {Call}: handling {Stage} of conversation {Conversation} broke, the call goes on with its next stage",
        stage.CallId, stage.Stage, stage.ConversationId);

    public static void Late(int waiting, TimeSpan waited) => Log.Warn(
        "Calls are handled late: a stage waited {Waited:0.0} s, {Waiting} wait. "
        + "Hooks or the CRM are too slow for the calls",
        waited.TotalSeconds, waiting);

    public static void CatchingUp(DateTime from) => Log.Info(
        "Reading the channel events since {From:yyyy-MM-dd HH:mm:ss}, to catch up with the calls in between", from);

    public static void CaughtUp(long records, int calls) => Log.Info(
        "Caught up: {Records} channel events read, {Calls} calls are under way", records, calls);

    public static void NoStore() => Log.Warn(
        "Calls that went on while there was no connection cannot be caught up: no asterisk.cel is configured");

    public static void CannotCatchUp(Exception error, TimeSpan pause) => Log.Error(
        "The channel events in between cannot be read, the next try is in {Pause:0} s: {Reason}",
        pause.TotalSeconds, error.Message);

    public static void CannotCatchUp(Exception error) => Log.Error(
        "The channel events of the time without a connection cannot be read: {Reason}",
        error.Message);

    public static void CannotFollow(Exception error, TimeSpan pause) => Log.Error(
        "Calls are not seen, the next try is in {Pause:0} s: {Reason}", pause.TotalSeconds, error.Message);

    public static void CatchesUpLater(DateTime from, DateTime to) => Log.Warn(
        "Calls between {From:yyyy-MM-dd HH:mm:ss} and {To:yyyy-MM-dd HH:mm:ss} are missing until their channel events "
        + "can be read, which is retried every minute; live calls go on", from, to);

    public static void StillMissing(DateTime from, Exception error) => Log.Debug(
        "Channel events from {From:yyyy-MM-dd HH:mm:ss} on still cannot be read: {Reason}", from, error.Message);
}
