using Itgrix.Hooks;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Finds the client with a number in Kommo, and the extension for the client's calls.</summary>
internal sealed class KommoCallers(KommoCustomerLookup clients, KommoUsers users, Func<KommoCallOptions> settings)
    : ICallerLookup
{
    public Crm Crm => Crm.Kommo;

    public DistributionOptions Distribution => settings().Distribution;

    public async Task<KnownCaller?> FindAsync(string number, CancellationToken token)
    {
        if (await clients.FindAsync(number, token) is not var (client, lead))
            return null;
        // The employee responsible for the open lead is responsible for the client.
        var responsible = Responsibility.Of(lead) ?? Responsibility.Of(client) ?? 0;
        var user = await users.ByIdAsync(responsible, token);
        var known = client with
            { ResponsibleId = responsible > 0 ? $"{responsible}" : "", Responsible = user?.ToUser() };
        return new(known, ExtensionOf(user));
    }

    /// <summary>The extension of a user; empty when it is not known.</summary>
    public string ExtensionOf(Employee? user) => user is null ? ""
        : settings().Users.FirstOrDefault(one => one.Value == user.Id).Key ?? user.Phones.FirstOrDefault() ?? "";
}
