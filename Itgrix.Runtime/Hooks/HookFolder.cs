using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks;

/// <summary>A folder with customers' files.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Crm">
/// <c>null</c> for a folder with the layout of <c>customizations/</c>, one folder for each CRM; else the one CRM that
/// its files belong to, as in the original connector.
/// </param>
internal sealed record HookFolder(string Path, Crm? Crm)
{
    /// <summary>Whether nobody named it, so that it need not be there.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Why no hook in it runs; <c>null</c> when they do.</summary>
    public string? Problem
    {
        get
        {
            var stamp = FileStamp.Read(Path);
            if (stamp is null)
                return IsDefault ? null : "it does not exist: create it, or correct the path. It is looked for again "
                    + "with each call.";
            if (stamp.Value.Problem is { } denied)
                return Denied(denied);
            if (stamp.Value.Kind != FileKind.Directory)
                return "it is a file: name the folder of the hooks.";
            try
            {
                Directory.EnumerateFileSystemEntries(Path).Any();
                return null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Denied(error.Message);
            }
        }
    }

    private static string Denied(string reason) =>
        $"it cannot be read: {reason} Let the user {Environment.UserName} of the service read it, with chmod or chgrp.";

    public string? PathOf(HookDefinition hook, string engine) =>
        Crm is null ? System.IO.Path.Combine(Path, hook.Folder, $"{hook.Name}.{engine}")
        : Crm == hook.Crm ? System.IO.Path.Combine(Path, $"{hook.Name}.{engine}")
        : null;
}
