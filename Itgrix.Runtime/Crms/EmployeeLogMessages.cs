using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Crms;

/// <summary>Log messages about the employees of a CRM.</summary>
internal static partial class EmployeeLogMessages
{
    [LoggerMessage(LogLevel.Debug, "{Crm} has {Users} employees with {Phones} numbers")]
    public static partial void Read(ILogger log, string crm, int users, int phones);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    public static partial void NoDefaultUser(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning,
        "The employees of {Crm} cannot be refreshed; those of {Since:u} stay. {Reason}")]
    public static partial void Stay(ILogger log, string crm, string reason, DateTimeOffset since);
}
