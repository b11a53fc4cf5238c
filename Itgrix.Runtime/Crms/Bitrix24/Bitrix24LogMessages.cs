using NLog;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Log messages about requests to Bitrix24.</summary>
internal static class Bitrix24LogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("bitrix24");

    public static void Answered(string method, string portal, int status, TimeSpan elapsed) =>
        Log.Debug("{Method} of {Portal}: {Status} after {Elapsed:0.000} s",
            method, portal, status, elapsed.TotalSeconds);

    public static void Waits(TimeSpan wait) => Log.Debug(
        "The rate limit of Bitrix24 is reached: the next request is sent in {Wait:0.0} s", wait.TotalSeconds);

    public static void Full(string portal) => Log.Warn(
        "{Portal} accepts no more requests for now. If this continues, another program sends from this address too, or "
        + "requests_per_second and burst are higher than the portal's plan", portal);

    public static void Blocked(string method, TimeSpan wait) => Log.Warn(
        "{Method} used up its working time; Bitrix24 accepts it again in {Wait:0} s", method, wait.TotalSeconds);

    public static void Renewed(string portal) => Log.Info("New tokens for {Portal}", portal);

    public static void WasDone(string method, string which) => Log.Info(
        "{Method} for {Which} was done before, only its answer was lost: it is not repeated", method, which);

    public static void LineAdded(string number, string name) =>
        Log.Info("The line {Number} \"{Name}\" is now one of Bitrix24's external lines", number, name);

    public static void LineChanged(string number, string name) =>
        Log.Info("The external line {Number} is now \"{Name}\" in Bitrix24", number, name);

    public static void LinesFailed(string which, string reason) =>
        Log.Warn("{Which}: not updated in Bitrix24, will be retried. {Reason}", which, reason);
}
