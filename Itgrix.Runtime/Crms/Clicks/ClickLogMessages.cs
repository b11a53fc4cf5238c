using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>What the log says of calls that were asked for in the CRM.</summary>
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
        "Events of the Bitrix24 portal are refused, because nothing tells whether they come from it: set "
        + "bitrix24.application_token to the application's token, "
        + "which the portal sent when the application was installed");

    public static void Forged(long others) => Log.Warn(
        "An event with another application token than bitrix24.application_token was refused: it does not come from "
        + "this portal, or the application was installed anew. {Others} more since the last such line", others);

    public static void Malformed(string problem) => Log.Warn(
        "An event of the Bitrix24 portal cannot be used: {Problem}", problem);

    public static void Repeated(string key) => Log.Debug("The portal sent the event of {Key} again", key);

    public static void Full(string key) => Log.Warn(
        "The event of {Key} was not taken, because too many calls are being made: the portal is told to send it again",
        key);

    public static void NoCallbackExtension(string number) => Log.Warn(
        "The client {Number} wants to be called back, but nobody is: set bitrix24.callback_extension to the extension "
        + "that is to ring first", number);

    public static void NotRung(string crmCall, string reason) => Log.Warn(
        "The call {CrmCall} of the portal is finished there without a conversation: {Reason}", crmCall, reason);

    public static void CannotFinish(string crmCall, Exception error) => Log.Failure(error,
        "The call {CrmCall} stays open in Bitrix24, finish it there by hand: nobody was called, and it cannot be "
        + "finished from here", crmCall);

    public static void Broke(string crmCall, Exception error) =>
        Log.Failure(error, "The call {CrmCall} that Bitrix24 asked for cannot be made", crmCall);

    public static void WrongToken(string address) => Log.Warn(
        "A request for a call from {Address} did not show the token: give the program that asks click_to_call.token",
        address);
}
