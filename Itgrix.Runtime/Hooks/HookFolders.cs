using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks;

/// <summary>A file that implements a hook.</summary>
/// <param name="File">Full path.</param>
/// <param name="Engine"><c>csx</c> or <c>php</c>.</param>
/// <param name="Shadowed">Another file for the same hook that is therefore ignored; <c>null</c> when there is
/// none.</param>
internal sealed record HookFile(string File, string Engine, string? Shadowed);

/// <summary>The folders of customers' files. A file in one of them is its own registration.</summary>
internal sealed class HookFolders(IReadOnlyList<HookFolder> folders)
{
    // C# first: an author who rewrites a PHP hook puts the new file beside the old one.
    private static readonly string[] Engines = ["csx", "php"];

    /// <summary>
    /// The hook's file, the first in the order of folders; takes a few microseconds, nothing is cached.
    /// </summary>
    public HookFile? Find(HookDefinition hook) => First(Present(hook));

    /// <summary>The file that runs, of the existing ones.</summary>
    public static HookFile? First(IReadOnlyList<HookFile> present) => present switch
    {
        [] => null,
        [var only] => only,
        [var first, var second, ..] => first with { Shadowed = second.File },
    };

    /// <summary>Every existing file of the hook, in the order of folders.</summary>
    public IReadOnlyList<HookFile> Present(HookDefinition hook) =>
        [.. Possible(hook).Where(possible => FileStamp.Read(possible.File) is not null)];

    /// <summary>Every path at which a file of the hook may be.</summary>
    public IEnumerable<HookFile> Possible(HookDefinition hook)
    {
        foreach (var folder in folders)
            foreach (var engine in Engines)
                if (folder.PathOf(hook, engine) is { } file)
                    yield return new(file, engine, null);
    }
}
