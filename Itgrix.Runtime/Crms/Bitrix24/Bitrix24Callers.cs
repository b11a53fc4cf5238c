using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Finds the client with a number in Bitrix24, and the extension for the client's calls.</summary>
internal sealed class Bitrix24Callers(
    Func<Bitrix24CallOptions> settings, Bitrix24CustomerLookup clients, Bitrix24Users users, Func<NumberPlan> numbers)
    : ICallerLookup
{
    public Crm Crm => Crm.Bitrix24;

    public DistributionOptions Distribution => settings().Distribution;

    // One request: a phone waits to ring, and the answer has all that the hook needs.
    public async Task<KnownCaller?> FindAsync(string number, CancellationToken token)
    {
        if (await clients.FindAsync(number, token) is not [var found, ..])
            return null;
        var responsible = await users.ByIdAsync(found.ResponsibleId, token);
        var entity = new Entity
        {
            Id = $"{found.Id}",
            Name = found.Name,
            Phones = [numbers().Of(number)],
            Responsible = responsible?.ToUser(),
            ResponsibleId = found.ResponsibleId > 0 ? $"{found.ResponsibleId}" : "",
            Type = found.Type,
        };
        return new(entity, responsible?.Inner ?? "");
    }
}
