namespace Itgrix.Runtime.Platform.Files;

/// <summary>
/// The right of one service to its stored state: a second service on the same state would send everything twice. The
/// system releases it when the service ends, however it ends.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <summary>Takes the right, before anything of the state is touched.</summary>
    /// <param name="path">The lock file, which stays.</param>
    /// <exception cref="IOException">Another service has the right, or the file cannot be created.</exception>
    public static StateLock Take(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new(Opened(path));
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new IOException($"Another service{OwnerIn(path)} uses this outbox: end it first, or give this one "
                + "another outbox.file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{path} cannot be created: {error.Message} Let the user {Environment.UserName} write "
                + "in its folder, or name another outbox.file.", error);
        }
    }

    /// <summary>Whether a service has the right now.</summary>
    public static bool IsTaken(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's: a running service's as far as anybody can tell.
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Opened(string path)
    {
        // No sharing is a lock of the system, which ends with the process.
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return file;
    }

    // Only a hint for the message.
    private static string OwnerIn(string path)
    {
        // Not by a stream of .NET, which would ask for a lock to read as well.
        using var file = PinnedFile.Read(path, out _);
        Span<byte> text = stackalloc byte[16];
        return file is not null
            && int.TryParse(Encoding.ASCII.GetString(text[..RandomAccess.Read(file.Handle, text, 0)]), out var process)
                ? $" (process {process})" : "";
    }
}
