using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Log messages about requests to Bitrix24.</summary>
internal static partial class Bitrix24LogMessages
{
    [LoggerMessage(LogLevel.Information, "Task {Task} is not completed, it is so already or deleted: {Reason}")]
    public static partial void NotCompleted(ILogger log, string task, string reason);

    [LoggerMessage(LogLevel.Debug, "{Method} of {Portal}: {Status} after {Elapsed:0.000} s")]
    public static partial void Answered(
        ILogger log, string method, string portal, int status, Seconds elapsed);

    [LoggerMessage(LogLevel.Debug,
        "The rate limit of Bitrix24 is reached: the next request is sent in {Wait:0.0} s")]
    public static partial void Waits(ILogger log, Seconds wait);

    [LoggerMessage(LogLevel.Warning,
        "{Portal} accepts no more requests for now. If this continues, another program sends from this address too, or "
        + "requests_per_second and burst are higher than the portal's plan")]
    public static partial void Full(ILogger log, string portal);

    [LoggerMessage(LogLevel.Warning,
        "{Method} used up its working time; Bitrix24 accepts it again in {Wait:0} s")]
    public static partial void Blocked(ILogger log, string method, Seconds wait);

    [LoggerMessage(LogLevel.Warning,
        "The portal is at {Portal} now: set that address in bitrix24.oauth.portal or bitrix24.webhook")]
    public static partial void Moved(ILogger log, string portal);

    [LoggerMessage(LogLevel.Information, "{Portal} is connected: its application is installed; its calls are sent now")]
    public static partial void Installed(ILogger log, string portal);

    [LoggerMessage(LogLevel.Error,
        "The application was removed from {Portal}: its calls wait until it is installed again")]
    public static partial void Removed(ILogger log, string portal);

    [LoggerMessage(LogLevel.Warning, "An installation of the application was refused: {Reason}")]
    public static partial void NotInstalled(ILogger log, string reason);

    [LoggerMessage(LogLevel.Information, "{Method}: {Event} to {Handler}")]
    public static partial void Bound(ILogger log, string method, string @event, string handler);

    [LoggerMessage(LogLevel.Warning, "Clicks in the portal are not all sent to the service: {Reason}")]
    public static partial void NotBound(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning,
        "bitrix24.webhook cannot do all: Bitrix24 lets only applications register and finish calls and name lines, and "
        + "sends clicks to an outgoing webhook alone, which is made by hand. Connect an application instead "
        + "(docs/bitrix24.md)")]
    public static partial void IsWebhook(ILogger log);

    [LoggerMessage(LogLevel.Information, "New tokens for {Portal}")]
    public static partial void Renewed(ILogger log, string portal);

    [LoggerMessage(LogLevel.Error,
        "No new tokens for {Portal}: its calls wait, the next attempt is not before {Next:u}. {Reason}")]
    public static partial void NotRenewed(ILogger log, string portal, string reason, DateTimeOffset next);

    [LoggerMessage(LogLevel.Information,
        "{Method} for {Which} was done before, only its answer was lost: it is not repeated")]
    public static partial void WasDone(ILogger log, string method, string which);

    [LoggerMessage(LogLevel.Warning, "{Method} for {Call} was done in part: {Reason}")]
    public static partial void DoneInPart(ILogger log, string method, string call, string reason);

    [LoggerMessage(LogLevel.Information, "The line {Number} \"{Name}\" is now one of Bitrix24's external lines")]
    public static partial void LineAdded(ILogger log, string number, string name);

    [LoggerMessage(LogLevel.Information, "The external line {Number} is now \"{Name}\" in Bitrix24")]
    public static partial void LineChanged(ILogger log, string number, string name);

    [LoggerMessage(LogLevel.Warning, "{Which}: not updated in Bitrix24, will be retried. {Reason}")]
    public static partial void LinesFailed(ILogger log, string which, string reason);
}
