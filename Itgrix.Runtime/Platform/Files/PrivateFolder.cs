using System.Security.Cryptography;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>A folder that only the service's user may enter: its files are executed.</summary>
internal sealed class PrivateFolder(string path)
{
    private const int NameLength = 32;

    /// <summary>A file name for any text: the start of its hash.</summary>
    public static string NameOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..NameLength];

    public string PathOf(string name) => Path.Combine(path, name);

    /// <summary>
    /// Writes a file atomically and durably, so that no reader sees a part of it, and no power failure leaves one; a
    /// missing folder is created.
    /// </summary>
    public void Write(string file, byte[] content)
    {
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DurableFile.Write(file, content);
    }

    /// <summary>The content of a file; <c>null</c> when it is missing or cannot be read.</summary>
    public static byte[]? Read(string file)
    {
        // Checked first: most often there is none, and an exception costs more than the check.
        if (!File.Exists(file))
            return null;
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes a file; does nothing when it is missing.</summary>
    public static void Remove(string file)
    {
        if (File.Exists(file))
            File.Delete(file);
    }
}
