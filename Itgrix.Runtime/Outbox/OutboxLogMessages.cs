using Itgrix.Hooks;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Itgrix.Runtime.Outbox;

/// <summary>Log messages about requests to the CRMs.</summary>
internal static partial class OutboxLogMessages
{
    public static void DeadLettered(ILogger log, OutboxRequest step) =>
        DeadLettered(log, step.Call.CallId, step.Call.Account, step.Name, step.Error);

    public static void Retried(ILogger log, OutboxRequest step, TimeSpan delay) =>
        Retried(log, step.Call.CallId, step.Call.Account, step.Name, delay, step.Error);

    public static void Changed(ILogger log, OutboxRequest step) =>
        Changed(log, step.Call.CallId, step.Call.Account, step.Name, step.Error);

    public static void NotRead(ILogger log, CallKey call, string method, string reason) =>
        NotRead(log, call.CallId, call.Account, method, reason);

    public static void StageFailed(ILogger log, CallKey call, string stage, Exception error) =>
        StageFailed(log, call.CallId, call.Account, stage, error);

    public static void Stuck(ILogger log, CallKey call, Exception error) =>
        Broke(log, call.CallId, call.Account, error);

    public static void Stuck(ILogger log, CallKey call, string reason) =>
        Stuck(log, call.CallId, call.Account, reason);

    [LoggerMessage(LogLevel.Error, "The outbox cannot be read")]
    public static partial void NotReadable(ILogger log, Exception error);

    [LoggerMessage(LogLevel.Information, "{Calls} calls of the last run continue")]
    public static partial void Resumed(ILogger log, int calls);

    [LoggerMessage(LogLevel.Error,
        "Call {Call}, {Crm}: \"{Step}\" moved to the dead-letter list, a retry would be refused: {Reason} See "
        + "./run.sh outbox")]
    private static partial void DeadLettered(ILogger log, string call, AccountId crm, string step, string? reason);

    [LoggerMessage(LogLevel.Warning, "Call {Call}, {Crm}: \"{Step}\" is retried in {Delay:0} s: {Reason}")]
    private static partial void Retried(
        ILogger log, string call, AccountId crm, string step, Seconds delay, string? reason);

    [LoggerMessage(LogLevel.Warning, "Call {Call}, {Crm}: \"{Step}\" is changed and sent again: {Reason}")]
    private static partial void Changed(ILogger log, string call, AccountId crm, string step, string? reason);

    [LoggerMessage(LogLevel.Warning, "Call {Call}, {Crm}: continues without the answer to {Method}: {Reason}")]
    private static partial void NotRead(ILogger log, string call, AccountId crm, string method, string reason);

    [LoggerMessage(LogLevel.Error, "Call {Call}, {Crm}: {Stage} failed, the call continues with its next stage")]
    private static partial void StageFailed(ILogger log, string call, AccountId crm, string stage, Exception error);

    [LoggerMessage(LogLevel.Error, "Call {Call}, {Crm}: cannot continue, it is retried with its next request")]
    private static partial void Broke(ILogger log, string call, AccountId crm, Exception error);

    [LoggerMessage(LogLevel.Error, "Call {Call}, {Crm}: cannot continue: {Reason}")]
    private static partial void Stuck(ILogger log, string call, AccountId crm, string reason);
}
