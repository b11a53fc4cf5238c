using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks;

/// <summary>A file or folder through which another user can change what the service runs.</summary>
/// <param name="Text">What is wrong and how to fix it.</param>
internal sealed record HookRisk(string Path, string Text);

/// <summary>Finds users, other than root and the service's own, who can change what runs as a hook.</summary>
internal static class HookRights
{
    // Helpers and libraries are in folders beside the hooks; of larger trees only the first entries are checked.
    private const int Depth = 4, MaxEntries = 5000, MaxRisks = 20;

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, MaxRecursionDepth = Depth, AttributesToSkip = 0, IgnoreInaccessible = true,
    };

    public static IReadOnlyList<HookRisk> FindRisks(IEnumerable<string> folders) =>
    [
        .. folders.Distinct().Where(Directory.Exists).SelectMany(FindRisks)
            .DistinctBy(risk => risk.Path).Take(MaxRisks),
    ];

    private static IEnumerable<HookRisk> FindRisks(string folder) =>
    [
        .. Above(folder).Select(path => Risk(path, isAbove: true)).OfType<HookRisk>(),
        .. Directory.EnumerateFileSystemEntries(folder, "*", Everything).Take(MaxEntries).Order(StringComparer.Ordinal)
            .Prepend(folder).Select(path => Risk(path, isAbove: false)).OfType<HookRisk>(),
    ];

    private static IEnumerable<string> Above(string folder)
    {
        for (var path = Path.GetDirectoryName(folder); path is not null; path = Path.GetDirectoryName(path))
            yield return path;
    }

    private static HookRisk? Risk(string path, bool isAbove)
    {
        if (FileRights.Read(path) is not { } rights || (isAbove && rights.IsSticky))
            return null;
        var what = isAbove ? "replace the hooks in it" : "change what the service runs";
        if (rights.IsForeign)
            return new(path, $"it belongs to user {rights.Owner}, who can {what}: sudo chown root '{path}', or run the "
                + "service as that user.");
        return rights.IsOpen ? new(path, $"others than its owner can {what}: sudo chmod go-w '{path}'.") : null;
    }
}
