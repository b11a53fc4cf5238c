using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Log messages about requests to Kommo.</summary>
internal static partial class KommoLogMessages
{
    [LoggerMessage(LogLevel.Information, "Task {Task} is not completed, it may be deleted: {Reason}")]
    public static partial void NotCompleted(ILogger log, string task, string reason);

    [LoggerMessage(LogLevel.Error, "{Reason} Nothing is sent for {Delay:0} s, then one request probes")]
    public static partial void Blocked(ILogger log, string reason, Seconds delay);

    [LoggerMessage(LogLevel.Warning, "The account is at {Account} now: set kommo.account to it")]
    public static partial void Moved(ILogger log, string account);

    [LoggerMessage(LogLevel.Information, "Kommo answers again; all requests are sent")]
    public static partial void Unblocked(ILogger log);

    [LoggerMessage(LogLevel.Warning,
        "Kommo reports too many requests, nothing is sent for {Delay:0.0} s. Other integrations share the "
        + "account's limit of 50 requests a second; if this continues, lower kommo.requests_per_second")]
    public static partial void TooFast(ILogger log, Seconds delay);

    [LoggerMessage(LogLevel.Information, "{Account} is connected: its integration is allowed; its calls are sent now")]
    public static partial void Connected(ILogger log, string account);

    [LoggerMessage(LogLevel.Warning, "The account was not connected: {Reason}")]
    public static partial void NotConnected(ILogger log, string reason);

    [LoggerMessage(LogLevel.Information, "New tokens for Kommo, valid until {Expires:u}")]
    public static partial void Renewed(ILogger log, DateTimeOffset expires);

    [LoggerMessage(LogLevel.Warning, "No new tokens for Kommo, the next attempt is not before {Next:u}: {Reason}")]
    public static partial void NotRenewed(ILogger log, string reason, DateTimeOffset next);

    [LoggerMessage(LogLevel.Warning,
        "The service ended during a token renewal for Kommo. When the present tokens are refused, the "
        + "integration must be authorized again")]
    public static partial void AnswerWasLost(ILogger log);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    public static partial void Revoked(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning,
        "Whether another call has created a client with {Phone} meanwhile is not known, it is created: {Reason}")]
    public static partial void NotSearched(ILogger log, string phone, string reason);

    [LoggerMessage(LogLevel.Information,
        "{Method} was done before, only its answer was lost: it is not repeated. {What}")]
    public static partial void WasDone(ILogger log, string method, string what);

    [LoggerMessage(LogLevel.Information,
        "Kommo has no contact or company with {Phone}: it does not keep the call")]
    public static partial void NobodyHas(ILogger log, string phone);

    [LoggerMessage(LogLevel.Information,
        "Kommo finds no client with {Phone}, though there is one: the call is a note of {Client}")]
    public static partial void AddedAsNote(ILogger log, string phone, string client);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    public static partial void NoPhoneField(ILogger log, string reason);
}
