using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Crms;

/// <summary>Log messages about calls that the dialplan asks about before a phone rings.</summary>
internal static class RoutingLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("distribution");

    public static void Distributed(
        RoutingRequest request, CallerSearch search, RoutingSettings answer, TimeSpan elapsed) => Log.Info(
        "Call {Call} from {From}: {Type} {Id} of {Crm}, goes to {Number} as {Name}, after {Elapsed:0.000} s",
        request.CallId, DialValues.Shown(request.From),
        search.Caller?.Entity.Type ?? "nobody", search.Caller?.Entity.Id,
        search.Crm.Crm, DialValues.Shown(answer.Number), DialValues.Shown(answer.Name), elapsed.TotalSeconds);

    public static void NotDistributed(RoutingRequest request, TimeSpan elapsed) => Log.Debug(
        "Call {Call} from {From} goes its usual route, after {Elapsed:0.000} s",
        request.CallId, DialValues.Shown(request.From), elapsed.TotalSeconds);

    public static void NotAnswered(RoutingRequest request, CallerSearch search) => Log.Warn(
        "Call {Call} from {From}: the caller is not known. {Error}",
        request.CallId, DialValues.Shown(request.From), search.Error);

    public static void NotDialled(RoutingRequest request, Crm crm, string number) => Log.Warn(
        "Call {Call} goes its usual route: the number {Number} that {Crm} or its hook gives cannot be dialled; "
        + "letters, digits and _ . + * # - are allowed, 40 at most", request.CallId, DialValues.Shown(number), crm);

    public static void HookTooLate(string hook, TimeSpan elapsed) => Log.Warn(
        "{Hook} was not ready after {Elapsed:0.000} s and is abandoned: the call goes where it would go without it",
        hook, elapsed.TotalSeconds);

    public static void Broke(Crm crm, Exception error) =>
        Log.Failure(error, "{Crm} cannot be asked who calls, the call goes its usual route", crm);

    public static void NoToken() => Log.Warn(
        "Calls are not distributed, because the dialplan cannot ask: set autodistribution.token, and the same in "
        + "Asterisk (docs/autodistribution.md)");

    public static void Forged(string address) => Log.Warn(
        "A routing request was refused, because its token is not autodistribution.token. It came from {Address}",
        address);
}
