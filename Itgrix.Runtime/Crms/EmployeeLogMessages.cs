using NLog;

namespace Itgrix.Runtime.Crms;

/// <summary>What the log says of the employees that a CRM names.</summary>
internal static class EmployeeLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("employees");

    public static void Read(string crm, int users, int phones) =>
        Log.Debug("{Crm} names {Users} employees with {Phones} numbers", crm, users, phones);

    public static void Stay(string crm, string reason, DateTimeOffset since) => Log.Warn(
        "The employees of {Crm} cannot be read again; those of {Since:u} stay. {Reason}", crm, since, reason);
}
