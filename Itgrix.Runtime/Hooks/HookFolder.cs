using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks;

/// <summary>A folder with customers' files.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Crm">
/// <c>null</c> for a folder with the layout of <c>customizations/</c>, one folder for each CRM; else the one CRM that
/// its files belong to, as in the original connector.
/// </param>
internal sealed record HookFolder(string Path, Crm? Crm)
{
    public string? PathOf(HookDefinition hook, string engine) =>
        Crm is null ? System.IO.Path.Combine(Path, hook.Folder, $"{hook.Name}.{engine}")
        : Crm == hook.Crm ? System.IO.Path.Combine(Path, $"{hook.Name}.{engine}")
        : null;
}
