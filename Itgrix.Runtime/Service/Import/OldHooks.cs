using Itgrix.Hooks;

namespace Itgrix.Runtime.Service.Import;

/// <summary>Hooks under the names that they had in older versions of the original connectors.</summary>
internal static class OldHooks
{
    private static readonly Dictionary<string, string[]> Names = new()
    {
        ["process_phone_number"] = ["process_user_phone", "process_client_phone"],
        ["get_updated_entity_fields"] = ["customize_entity"],
        ["get_updated_lead_fields"] = ["customize_entity"],
        ["get_updated_activity_fields"] = ["customize_activity"],
    };

    /// <summary>The present names of a file's hook; empty when it is no hook, or has its present name.</summary>
    public static IReadOnlyList<string> PresentNames(string file, Crm crm) =>
        [.. Names.GetValueOrDefault(Path.GetFileNameWithoutExtension(file), [])
            .Where(name => HookCatalog.All.Any(hook => hook.Crm == crm && hook.Name == name))];
}
