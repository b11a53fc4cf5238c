using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks;

/// <summary>A folder with customers' files.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Crm">
/// <c>null</c> for a folder laid out like <c>customizations/</c>, with a folder for each CRM; else the one CRM whose
/// files lie in it directly, as the original connector has it.
/// </param>
internal sealed record HookFolder(string Path, Crm? Crm)
{
    public string? PathOf(HookDefinition hook, string engine) =>
        Crm is null ? System.IO.Path.Combine(Path, hook.Folder, $"{hook.Name}.{engine}")
        : Crm == hook.Crm ? System.IO.Path.Combine(Path, $"{hook.Name}.{engine}")
        : null;
}
