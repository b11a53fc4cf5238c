using NLog;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Log messages about requests to Kommo.</summary>
internal static class KommoLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("kommo");

    public static void Blocked(string reason, TimeSpan delay) =>
        Log.Error("{Reason} Nothing is sent for {Delay:0} s, then one request probes", reason, delay.TotalSeconds);

    public static void Unblocked() => Log.Info("Kommo answers again; all requests are sent");

    public static void TooFast(TimeSpan delay) => Log.Warn(
        "Kommo reports too many requests, nothing is sent for {Delay:0.0} s. Other integrations share the "
        + "account's limit of 50 requests a second; if this continues, lower kommo.requests_per_second",
        delay.TotalSeconds);

    public static void Renewed(DateTimeOffset expires) =>
        Log.Info("New tokens for Kommo, valid until {Expires:u}", expires);

    public static void NotRenewed(string reason, DateTimeOffset next) =>
        Log.Warn("No new tokens for Kommo, the next attempt is not before {Next:u}: {Reason}", next, reason);

    public static void AnswerWasLost() => Log.Warn(
        "The service ended during a token renewal for Kommo. When the present tokens are refused, the "
        + "integration must be authorized again");

    public static void Revoked(string reason) => Log.Error("{Reason}", reason);

    public static void WasDone(string method, string what) => Log.Info(
        "{Method} was done before, only its answer was lost: it is not repeated. {What}", method, what);

    public static void NobodyHas(string phone) => Log.Info(
        "Kommo has no contact or company with {Phone}: it does not keep the call", phone);

    public static void NoPhoneField(string reason) => Log.Error("{Reason}", reason);
}
