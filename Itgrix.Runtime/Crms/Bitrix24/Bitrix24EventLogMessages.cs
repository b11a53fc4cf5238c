using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Log messages about the events of a portal, which are clicks.</summary>
internal static partial class Bitrix24EventLogMessages
{
    [LoggerMessage(LogLevel.Error,
        "Events of the Bitrix24 portal are refused, because their origin cannot be verified: the "
        + "application's token is not known yet. It comes with the installation: install the application again, or set "
        + "bitrix24.application_token")]
    public static partial void NoToken(ILogger log);

    [LoggerMessage(LogLevel.Warning,
        "An event from {Address} with another application token than that of the installation or of "
        + "bitrix24.application_token was refused: it does not come from this portal, or the application was installed "
        + "again. {Others} more since the last such line")]
    public static partial void Forged(ILogger log, string address, long others);

    [LoggerMessage(LogLevel.Warning, "An event of the Bitrix24 portal from {Address} cannot be used: {Problem}")]
    public static partial void Malformed(ILogger log, string address, string problem);

    [LoggerMessage(LogLevel.Debug, "The portal sent the event of {Key} again")]
    public static partial void Repeated(ILogger log, string key);

    [LoggerMessage(LogLevel.Warning,
        "The event of {Key} from {Address} was rejected, because too many calls are being made: the portal is asked to "
        + "send it again")]
    public static partial void Full(ILogger log, string key, string address);

    [LoggerMessage(LogLevel.Warning,
        "The client {Number} wants a callback, but none is configured: set bitrix24.callback_extension to the "
        + "extension that rings first")]
    public static partial void NoCallbackExtension(ILogger log, string number);

    [LoggerMessage(LogLevel.Warning,
        "The call {CrmCall} of the portal is finished there without a conversation: {Reason}")]
    public static partial void NotRung(ILogger log, string crmCall, string reason);

    [LoggerMessage(LogLevel.Error,
        "The call {CrmCall} stays open in Bitrix24, finish it there by hand: nobody was called, and the service cannot "
        + "finish it")]
    public static partial void CannotFinish(ILogger log, string crmCall, Exception error);

    [LoggerMessage(LogLevel.Error, "The call {CrmCall} that Bitrix24 asked for cannot be made")]
    public static partial void Broke(ILogger log, string crmCall, Exception error);
}
