using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Log messages about calls.</summary>
internal static partial class CallLogMessages
{
    /// <summary>A call without a stage before its end never rang at a phone.</summary>
    public static void Begins(ILogger log, CallStageEvent first)
    {
        var parties = CallSummary.Parties(first.Call);
        if (first.Stage != CallStage.CallEnded)
            Begins(log, first.CallId, parties);
        else
            Began(log, first.CallId, parties, first.Call.Channel.StartTime ?? first.Time);
    }

    /// <param name="log">The log.</param>
    /// <param name="end">The last stage.</param>
    /// <param name="crms">Result in each CRM.</param>
    public static void Ended(ILogger log, CallStageEvent end, string crms)
    {
        var what = CallSummary.Of(end.Call);
        if (!end.IsPast)
            Ended(log, end.CallId, what, crms);
        else
            PastCall(log, end.CallId, end.Call.Channel.StartTime ?? end.Time, what, crms);
    }

    /// <summary>The delivery was delayed, perhaps across a restart; the call's end was logged before.</summary>
    public static void DeliveredLate(ILogger log, CallStageEvent end, string crm) =>
        DeliveredLate(log, end.CallId, CallSummary.Of(end.Call), crm);

    public static void Reached(ILogger log, CallStageEvent stage) =>
        Reached(log, stage.CallId, stage.Stage, stage.ConversationId);

    public static void Broke(ILogger log, CallStageEvent stage, Exception error) =>
        Broke(log, stage.CallId, stage.Stage, stage.ConversationId, error);

    [LoggerMessage(LogLevel.Warning,
        "Calls are stored late: a stage waited {Waited:0.0} s, {Waiting} wait. The database is too slow for the calls")]
    public static partial void Late(ILogger log, int waiting, Seconds waited);

    [LoggerMessage(LogLevel.Information,
        "Reading the channel events since {From:yyyy-MM-dd HH:mm:ss} to catch up with missed calls")]
    public static partial void CatchingUp(ILogger log, DateTime from);

    [LoggerMessage(LogLevel.Information,
        "Caught up: {Records} channel events read, {Calls} calls in progress")]
    public static partial void CaughtUp(ILogger log, long records, int calls);

    [LoggerMessage(LogLevel.Warning, "Calls may be read wrong. {What}")]
    public static partial void CelLacks(ILogger log, string what);

    [LoggerMessage(LogLevel.Warning,
        "Calls during the outage of the connection cannot be caught up: no asterisk.cel is configured")]
    public static partial void NoStore(ILogger log);

    [LoggerMessage(LogLevel.Error, "The missed channel events cannot be read, retry in {Delay:0} s")]
    public static partial void CannotCatchUp(ILogger log, Exception error, Seconds delay);

    [LoggerMessage(LogLevel.Error, "The channel events of the lost connection cannot be read")]
    public static partial void CannotCatchUpLost(ILogger log, Exception error);

    [LoggerMessage(LogLevel.Error, "Calls are not seen, retry in {Delay:0} s")]
    public static partial void CannotFollow(ILogger log, Exception error, Seconds delay);

    [LoggerMessage(LogLevel.Warning,
        "Calls between {From:yyyy-MM-dd HH:mm:ss} and {To:yyyy-MM-dd HH:mm:ss} are missing until their channel events "
        + "can be read, which is retried every minute; live calls go on")]
    public static partial void CatchesUpLater(ILogger log, DateTime from, DateTime to);

    [LoggerMessage(LogLevel.Debug, "Channel events from {From:yyyy-MM-dd HH:mm:ss} on still cannot be read")]
    public static partial void StillMissing(ILogger log, DateTime from, Exception error);

    [LoggerMessage(LogLevel.Information, "Call {Call}: {Parties} begins")]
    private static partial void Begins(ILogger log, string call, string parties);

    [LoggerMessage(LogLevel.Information, "Call {Call}: {Parties} began at {Start:HH:mm:ss}, no phone rang")]
    private static partial void Began(ILogger log, string call, string parties, DateTime start);

    [LoggerMessage(LogLevel.Information, "Call {Call} ended: {What}; {Crms}")]
    private static partial void Ended(ILogger log, string call, string what, string crms);

    [LoggerMessage(LogLevel.Information, "Past call {Call} of {Start:yyyy-MM-dd HH:mm:ss}: {What}; {Crms}")]
    private static partial void PastCall(ILogger log, string call, DateTime start, string what, string crms);

    [LoggerMessage(LogLevel.Information, "Call {Call} delivered late: {What}; {Crm}")]
    private static partial void DeliveredLate(ILogger log, string call, string what, string crm);

    [LoggerMessage(LogLevel.Information,
        "{Stage} is not stored yet and is read again from the channel events at the next start")]
    public static partial void NotStored(ILogger log, string stage);

    [LoggerMessage(LogLevel.Debug, "Call {Call}: {Stage} {Conversation}")]
    private static partial void Reached(ILogger log, string call, CallStage stage, string? conversation);

    [LoggerMessage(LogLevel.Error,
        "Call {Call}: handling {Stage} of conversation {Conversation} failed; the call goes on with its next stage")]
    private static partial void Broke(
        ILogger log, string call, CallStage stage, string? conversation, Exception error);
}
