using Itgrix.Hooks;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Itgrix.Runtime.Crms;

/// <summary>Log messages about the delivery of calls.</summary>
internal static partial class CallFlowLogMessages
{
    [LoggerMessage(LogLevel.Information, "Call {Call}: {Crm} has it already, it is not sent again")]
    public static partial void IsInCrm(ILogger log, Crm crm, string call);

    [LoggerMessage(LogLevel.Debug,
        "Call {Call}: the hooks that decide about it get no entity, registration or user of {Crm}. {Reason}")]
    public static partial void NotKnown(ILogger log, string call, Crm crm, string reason);
}
