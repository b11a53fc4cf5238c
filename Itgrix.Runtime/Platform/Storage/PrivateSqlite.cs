namespace Itgrix.Runtime.Platform.Storage;

/// <summary>Files of SQLite that tell of calls: only their owner may read them.</summary>
internal static class PrivateSqlite
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Makes the file and its folder when they are not there. SQLite gives the files beside it the same rights.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!, Private | UnixFileMode.UserExecute);
        if (File.Exists(file))
            return;
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = Private,
        };
        using var made = new FileStream(file, options);
    }
}
