using NLog;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>What the log says of the way to Kommo.</summary>
internal static class KommoLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("kommo");

    public static void Blocked(string reason, TimeSpan pause) =>
        Log.Error("{Reason} Nothing is sent for {Pause:0} s, then one request tries", reason, pause.TotalSeconds);

    public static void Unblocked() => Log.Info("Kommo answers again; everything is sent on");

    public static void TooFast(TimeSpan pause) => Log.Warn(
        "Kommo says that it is asked too often, nothing is sent for {Pause:0.0} s. Other integrations share the "
        + "account's limit of 50 requests a second; when this goes on, lower kommo.requests_per_second",
        pause.TotalSeconds);

    public static void Renewed(DateTimeOffset expires) =>
        Log.Info("New tokens for Kommo, valid until {Expires:u}", expires);

    public static void NotRenewed(string reason, DateTimeOffset next) =>
        Log.Warn("No new tokens for Kommo, the next try is not before {Next:u}: {Reason}", next, reason);

    public static void AnswerWasLost() => Log.Warn(
        "The service ended while new tokens for Kommo were on their way. When the present ones are refused, the "
        + "integration must be authorized again");

    public static void Revoked(string reason) => Log.Error("{Reason}", reason);

    public static void WasDone(string method, string what) => Log.Info(
        "{Method} was done before, only its answer was lost: it is not done again. {What}", method, what);

    public static void NobodyHas(string phone) => Log.Info(
        "Kommo has no contact or company with {Phone}: it does not keep the call", phone);

    public static void NoPhoneField(string reason) => Log.Error("{Reason}", reason);
}
