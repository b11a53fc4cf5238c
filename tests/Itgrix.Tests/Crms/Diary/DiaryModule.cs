using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Simulation;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>A third CRM, which keeps a diary of calls: all of it is in this folder, and no product file names it.</summary>
internal sealed class DiaryModule : ICrmModule
{
    public static readonly Crm Diary = new("diary", "Diary");

    public Crm Crm => Diary;

    public IReadOnlyList<HookDefinition> Hooks => DiaryHooks.All;

    public IReadOnlyList<string> LiveSettings => ["title"];

    public CrmDemo Demo => new(new DiaryOptions(), []);

    public CrmOptions? Read(ConfigSection section, string folder, bool servesRecordings)
    {
        if (!Uri.TryCreate(section.Text("address"), UriKind.Absolute, out var address))
            section.Mistake("address", "is missing: give the address of the diary.");
        var defaults = new DiaryOptions();
        var options = defaults with
            { Address = address ?? defaults.Address, Title = section.Text("title") ?? defaults.Title };
        section.RejectUnknown();
        return address is null ? null : options;
    }

    public ICrmAccount Open(Func<CrmOptions> options, CrmServices services) =>
        new DiaryAccount(() => (DiaryOptions)options(), services);

    public async Task<ISimulatedCrm> SimulateAsync(CancellationToken token) => await SimulatedDiary.StartAsync(token);
}
