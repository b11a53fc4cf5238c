namespace Itgrix.Runtime.Platform.Storage;

/// <summary>SQLite files with data of calls: only their owner may read them.</summary>
internal static class PrivateSqlite
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Creates the file and its folder when they do not exist. SQLite gives the files beside it the same rights.
    /// </summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The user lacks the right to create it.</exception>
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
