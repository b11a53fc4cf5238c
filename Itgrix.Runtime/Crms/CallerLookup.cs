using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms;

/// <summary>Finds the client with a number, and the extension for the client's calls.</summary>
/// <param name="crm">The CRM.</param>
/// <param name="settings">The settings in force.</param>
/// <param name="users">The employees.</param>
/// <param name="find">
/// Finds the client with a number, with the responsible employee's id; <c>null</c> when there is none.
/// </param>
internal sealed class CallerLookup(
    Crm crm, Func<CrmCallOptions> settings, Employees users, Func<string, CancellationToken, Task<Entity?>> find)
    : ICallerLookup
{
    public Crm Crm => crm;

    public DistributionOptions Distribution => settings().Distribution;

    /// <summary>The extension of an employee; empty when it is not known.</summary>
    public Func<Employee, string> ExtensionOf { private get; init; } = user => user.Inner;

    public async Task<KnownCaller?> FindAsync(string number, CancellationToken token)
    {
        if (await find(number, token) is not { } client)
            return null;
        var user = await users.ByIdAsync(Responsibility.Of(client) ?? 0, token);
        return new(client with { Responsible = user?.ToUser() }, user is null ? "" : ExtensionOf(user));
    }
}
