using Itgrix.Hooks;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Numbers;

namespace Itgrix.Runtime.Bitrix24;

/// <summary>Whose number it is in Bitrix24, and whose phone its calls go to.</summary>
internal sealed class Bitrix24Callers(
    Bitrix24Options options, Bitrix24Clients clients, Bitrix24Users users, Func<NumberPlan> numbers) : ICallerLookup
{
    public Crm Crm => Crm.Bitrix24;

    public DistributionOptions Distribution => options.Distribution;

    public async Task<KnownCaller?> FindAsync(string number, CancellationToken token)
    {
        if (await clients.FindAsync(number, token) is not [var found, ..])
            return null;
        if (await clients.GetEntityAsync(found.Type, found.Id, token) is not { } entity)
            return null;
        var responsible = await users.ByIdAsync(entity.ResponsibleId, token);
        return new(entity.ToEntity(isNew: false, responsible, numbers()), responsible?.Inner ?? "");
    }
}
