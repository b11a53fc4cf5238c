using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Hooks;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Itgrix.Runtime.Crms;

/// <summary>Log messages about calls that the dialplan asks about before a phone rings.</summary>
internal static partial class RoutingLogMessages
{
    public static void Distributed(
        ILogger log, RoutingRequest request, CallerSearch search, RoutingSettings answer, TimeSpan elapsed) =>
        Distributed(
            log, request.CallId, DialValues.Shown(request.From),
            search.Caller is { Entity: var entity } ? $"{entity.Type} {entity.Id}" : "nobody",
            search.Crm.Crm, DialValues.Shown(answer.Number), DialValues.Shown(answer.Name), elapsed);

    public static void NotDistributed(ILogger log, RoutingRequest request, TimeSpan elapsed) =>
        NotDistributed(log, request.CallId, DialValues.Shown(request.From), elapsed);

    public static void NotAnswered(ILogger log, RoutingRequest request, CallerSearch search) =>
        NotAnswered(log, request.CallId, DialValues.Shown(request.From), search.Error);

    public static void NotDialled(ILogger log, RoutingRequest request, Crm crm, string number) =>
        NotDialled(log, request.CallId, DialValues.Shown(number), crm);

    [LoggerMessage(LogLevel.Warning,
        "{Hook} was not ready after {Elapsed:0.000} s and is abandoned: the call goes where it would go without it")]
    public static partial void HookTooLate(ILogger log, string hook, Seconds elapsed);

    [LoggerMessage(LogLevel.Error, "{Crm} cannot be asked who calls, the call goes its usual route")]
    public static partial void Broke(ILogger log, Crm crm, Exception error);

    [LoggerMessage(LogLevel.Warning,
        "Calls are not distributed, because the dialplan cannot ask: set autodistribution.token, and the same in "
        + "Asterisk (docs/autodistribution.md)")]
    public static partial void NoToken(ILogger log);

    [LoggerMessage(LogLevel.Warning,
        "A routing request was refused, because its token is not autodistribution.token. It came from {Address}")]
    public static partial void Forged(ILogger log, string address);

    [LoggerMessage(LogLevel.Information,
        "Call {Call} from {From}: {Caller} of {Crm}, goes to {Number} as {Name}, after {Elapsed:0.000} s")]
    private static partial void Distributed(
        ILogger log, string call, string from, string caller, Crm crm, string number, string name,
        Seconds elapsed);

    [LoggerMessage(LogLevel.Debug, "Call {Call} from {From} goes its usual route, after {Elapsed:0.000} s")]
    private static partial void NotDistributed(ILogger log, string call, string from, Seconds elapsed);

    [LoggerMessage(LogLevel.Warning, "Call {Call} from {From}: the caller is not known. {Error}")]
    private static partial void NotAnswered(ILogger log, string call, string from, string? error);

    [LoggerMessage(LogLevel.Warning,
        "Call {Call} goes its usual route: the number {Number} that {Crm} or its hook gives cannot be dialled; "
        + "letters, digits and _ . + * # - are allowed, 40 at most")]
    private static partial void NotDialled(ILogger log, string call, string number, Crm crm);
}
