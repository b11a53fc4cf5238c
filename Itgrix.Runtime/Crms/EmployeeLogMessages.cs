using NLog;

namespace Itgrix.Runtime.Crms;

/// <summary>Log messages about the employees of a CRM.</summary>
internal static class EmployeeLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("employees");

    public static void Read(string crm, int users, int phones) =>
        Log.Debug("{Crm} has {Users} employees with {Phones} numbers", crm, users, phones);

    public static void Stay(string crm, string reason, DateTimeOffset since) => Log.Warn(
        "The employees of {Crm} cannot be refreshed; those of {Since:u} stay. {Reason}", crm, since, reason);
}
