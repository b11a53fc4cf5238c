using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>Log messages about calls that a CRM asks for.</summary>
internal static class ClickLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("click");

    public static void Rang(OriginateOutcome start, CallRequest request) => Log.Log(
        start.Kind switch
        {
            CallStartKind.Taken => LogLevel.Info,
            CallStartKind.NotTaken or CallStartKind.NotAllowed => LogLevel.Warn,
            _ => LogLevel.Error,
        },
        "Call {Call} for {Crm}, which {By} asks for, from {Extension} to {Number}: {Kind}. {Reason}",
        start.CallId, request.Crm, request.AskedBy, DialValues.Shown(request.Extension),
        DialValues.Shown(request.Number), start.Kind, start.Reason);

    public static void NotAllowed(string by, string reason) =>
        Log.Warn("A call that {By} asks for is refused: {Reason}", by, reason);

    public static void NoToken() => Log.Error(
        "Events of the Bitrix24 portal are refused, because their origin cannot be verified: set "
        + "bitrix24.application_token to the application's token, "
        + "which the portal sent when the application was installed");

    public static void Forged(long others) => Log.Warn(
        "An event with another application token than bitrix24.application_token was refused: it does not come from "
        + "this portal, or the application was installed again. {Others} more since the last such line", others);

    public static void Malformed(string problem) => Log.Warn(
        "An event of the Bitrix24 portal cannot be used: {Problem}", problem);

    public static void Repeated(string key) => Log.Debug("The portal sent the event of {Key} again", key);

    public static void Full(string key) => Log.Warn(
        "The event of {Key} was rejected, because too many calls are being made: the portal is asked to send it again",
        key);

    public static void NoCallbackExtension(string number) => Log.Warn(
        "The client {Number} wants a callback, but none is configured: set bitrix24.callback_extension to the "
        + "extension that rings first", number);

    public static void NotRung(string crmCall, string reason) => Log.Warn(
        "The call {CrmCall} of the portal is finished there without a conversation: {Reason}", crmCall, reason);

    public static void CannotFinish(string crmCall, Exception error) => Log.Failure(error,
        "The call {CrmCall} stays open in Bitrix24, finish it there by hand: nobody was called, and the service cannot "
        + "finish it", crmCall);

    public static void Broke(string crmCall, Exception error) =>
        Log.Failure(error, "The call {CrmCall} that Bitrix24 asked for cannot be made", crmCall);

    public static void WrongToken(string address) => Log.Warn(
        "A request for a call from {Address} has a wrong token: give the program that sends it click_to_call.token",
        address);
}
