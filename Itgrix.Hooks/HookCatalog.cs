namespace Itgrix.Hooks;

/// <summary>All hooks: the one list that commands, templates, status and documentation are made from.</summary>
public static class HookCatalog
{
    /// <summary>The rows, in the vendor's order, Bitrix24 first.</summary>
    public static IReadOnlyList<HookDefinition> All { get; } = [.. Bitrix24Hooks.All, .. KommoHooks.All];

    /// <summary>The hook of that name in a CRM, <c>null</c> when the CRM has none.</summary>
    internal static HookDefinition? Find(Crm crm, HookName name) =>
        All.FirstOrDefault(hook => hook.Crm == crm && hook.Name == name.ToString());

    /// <summary>The hook of that id (<c>bitrix24/need_registration</c>), <c>null</c> when there is none.</summary>
    public static HookDefinition? Find(string id) => All.FirstOrDefault(hook => hook.Id == id);
}
