using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Simulation;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>
/// A third CRM, which keeps a diary of calls: all of it is in this folder, and no product file names it.
/// </summary>
internal sealed class DiaryModule : ICrmModule
{
    public static readonly Crm Diary = new("diary", "Diary");

    public Crm Crm => Diary;

    public IReadOnlyList<HookDefinition> Hooks => DiaryHooks.All;

    public Type Settings => typeof(DiaryOptions);

    public CrmDemo Demo => new(new DiaryOptions(), []);

    public ICrmAccount Open(Func<CrmOptions> options, CrmServices services) =>
        new DiaryAccount(() => (DiaryOptions)options(), services);

    public async Task<ISimulatedCrm> SimulateAsync(CancellationToken token) => await SimulatedDiary.StartAsync(token);
}
