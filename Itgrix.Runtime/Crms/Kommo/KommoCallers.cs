using Itgrix.Hooks;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Whose number it is in Kommo, and whose phone its calls go to.</summary>
internal sealed class KommoCallers(KommoCustomerLookup clients, KommoUsers users, Func<KommoCallOptions> settings)
    : ICallerLookup
{
    public Crm Crm => Crm.Kommo;

    public DistributionOptions Distribution => settings().Distribution;

    public async Task<KnownCaller?> FindAsync(string number, CancellationToken token)
    {
        if (await clients.FindAsync(number, token) is not var (client, lead))
            return null;
        // Who has the open lead has the client.
        var responsible = KommoDirectory.ResponsibleOf(lead) ?? KommoDirectory.ResponsibleOf(client) ?? 0;
        var user = await users.ByIdAsync(responsible, token);
        var known = client with
            { ResponsibleId = responsible > 0 ? $"{responsible}" : "", Responsible = user?.ToUser() };
        return new(known, ExtensionOf(user));
    }

    /// <summary>Where a user is reached; empty when that is not known.</summary>
    public string ExtensionOf(Employee? user) => user is null ? ""
        : settings().Users.FirstOrDefault(one => one.Value == user.Id).Key ?? user.Phones.FirstOrDefault() ?? "";
}
