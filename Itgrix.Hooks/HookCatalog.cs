namespace Itgrix.Hooks;

/// <summary>The hooks of all CRMs: commands, templates, status and documentation are made from it.</summary>
public static class HookCatalog
{
    private static Dictionary<(Crm, HookName), HookDefinition> byName = [];
    private static Dictionary<string, HookDefinition> byId = [];

    /// <summary>The hooks, one CRM after the other, each in its vendor's order; empty outside of the service.</summary>
    public static IReadOnlyList<HookDefinition> All { get; private set; } = [];

    /// <summary>The CRMs that have hooks.</summary>
    public static IReadOnlyList<Crm> Crms { get; private set; } = [];

    /// <summary>The hook of that id (<c>bitrix24/need_registration</c>), <c>null</c> when there is none.</summary>
    public static HookDefinition? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The hook of that name in a CRM, <c>null</c> when the CRM has none.</summary>
    internal static HookDefinition? Find(Crm crm, HookName name) => byName.GetValueOrDefault((crm, name));

    /// <summary>The CRM with that id or name, in any case of letters; <c>null</c> when there is none.</summary>
    internal static Crm? FindCrm(string text) => Crms.FirstOrDefault(crm =>
        crm.Id.Equals(text, StringComparison.OrdinalIgnoreCase)
        || crm.Name.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes these the hooks of the program, before anything asks for one.</summary>
    internal static void Use(IReadOnlyList<HookDefinition> hooks)
    {
        All = hooks;
        Crms = [.. hooks.Select(hook => hook.Crm).Distinct()];
        byId = hooks.ToDictionary(hook => hook.Id);
        byName = hooks.ToDictionary(hook => (hook.Crm, new HookName(hook.Name)));
    }
}
