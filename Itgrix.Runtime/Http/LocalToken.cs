using System.Security.Cryptography;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Http;

/// <summary>
/// The token of clients that can read the service's own files: commands on this machine. A new one is made at each
/// start.
/// </summary>
internal static class LocalToken
{
    /// <summary>Path of the token file in the service's data folder.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, "access.token");

    public static Secret Make() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Writes the file, once the service listens: another that cannot leaves the file alone.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string folder, Secret token)
    {
        try
        {
            DurableFile.Write(FileIn(folder), Encoding.ASCII.GetBytes(token.Reveal()));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{FileIn(folder)} cannot be written: {error.Message}", error);
        }
    }
}
