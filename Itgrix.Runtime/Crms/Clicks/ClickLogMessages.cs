using Itgrix.Hooks;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>Log messages about calls that a CRM asks for.</summary>
internal static partial class ClickLogMessages
{
    public static void Rang(ILogger log, OriginateOutcome start, CallRequest request) => Rang(
            log, start.Kind switch
        {
            CallStartKind.Taken => LogLevel.Information,
            CallStartKind.NotTaken or CallStartKind.NotAllowed => LogLevel.Warning,
            _ => LogLevel.Error,
        },
        start.CallId, request.Crm, request.AskedBy, DialValues.Shown(request.Extension),
        DialValues.Shown(request.Number), start.Kind, start.Reason);

    [LoggerMessage(LogLevel.Warning, "A call that {By} asks for is refused: {Reason}")]
    public static partial void NotAllowed(ILogger log, string by, string reason);

    [LoggerMessage(LogLevel.Warning,
        "A request for a call from {Address} has a wrong token: give the program that sends it click_to_call.token")]
    public static partial void WrongToken(ILogger log, string address);

    [LoggerMessage(
        "Call {Call} for {Crm}, which {By} asks for, from {Extension} to {Number}: {Kind}. {Reason}")]
    private static partial void Rang(
        ILogger log, LogLevel level, string call, Crm crm, string by, string extension, string number,
        CallStartKind kind, string? reason);
}
