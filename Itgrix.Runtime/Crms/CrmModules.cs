using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;

namespace Itgrix.Runtime.Crms;

/// <summary>The CRMs of the program.</summary>
internal static class CrmModules
{
    /// <summary>The one list: a CRM is its folder and its line here. The first is the default of commands.</summary>
    public static readonly IReadOnlyList<ICrmModule> Shipped =
    [
        new Bitrix24Module(),
        new KommoModule(),
    ];

    /// <summary>Those in use.</summary>
    public static IReadOnlyList<ICrmModule> All { get; private set; } = [];

    /// <summary>Makes these the CRMs of the program, before anything else asks for them.</summary>
    public static void Use(IReadOnlyList<ICrmModule> modules)
    {
        All = modules;
        HookCatalog.Use([.. modules.SelectMany(module => module.Hooks)]);
    }

    public static ICrmModule Of(Crm crm) => All.First(module => module.Crm == crm);
}
