namespace Itgrix.Runtime.Service.Backup;

/// <summary>The folders of a configuration that a backup has.</summary>
/// <param name="Config">The folder of the configuration, with its secrets.</param>
/// <param name="State">The folder of the service's data: calls to deliver, tokens, position.</param>
/// <param name="Hooks">Folders of hooks elsewhere.</param>
internal sealed record BackupPlaces(string Config, string State, IReadOnlyList<string> Hooks)
{
    /// <summary>What the service makes anew, or of which a copy is made separately.</summary>
    private static readonly string[] Left = [".lock", "-wal", "-shm", "access.token"];

    public static BackupPlaces Of(ItgrixConfig config)
    {
        var folder = Path.GetDirectoryName(config.File!)!;
        return new(folder, config.Outbox.Folder, [.. config.Customizer.Folders.Select(one => one.Path)
            .Where(path => Directory.Exists(path) && !IsIn(path, folder)).Distinct()]);
    }

    public IEnumerable<string> All => Hooks.Prepend(State).Prepend(Config).Distinct();

    /// <summary>Whether a path, as written, is in one of them.</summary>
    public bool Hold(string path) => All.Any(folder => IsIn(path, folder));

    /// <summary>The files of a folder that a backup has.</summary>
    /// <param name="outbox">The database, which is copied separately.</param>
    public static IEnumerable<string> FilesOf(string folder, string outbox) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false,
        })
        .Where(file => file != outbox && !Left.Any(end => file.EndsWith(end, StringComparison.Ordinal)));

    private static bool IsIn(string path, string folder) =>
        Path.GetFullPath(path) is var full && full == path
        && (path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal));
}
