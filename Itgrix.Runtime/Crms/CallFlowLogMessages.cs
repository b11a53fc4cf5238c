using Itgrix.Hooks;
using NLog;

namespace Itgrix.Runtime.Crms;

/// <summary>Log messages about the delivery of calls.</summary>
internal static class CallFlowLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("past calls");

    public static void IsInCrm(Crm crm, string call) => Log.Info(
        "Call {Call}: {Crm} has it already, it is not sent again", call, crm);
}
