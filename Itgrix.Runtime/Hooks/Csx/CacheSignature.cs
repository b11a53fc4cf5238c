using System.Security.Cryptography;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Signs the cache's manifests with a key that only the service's user can read: what a disk, a copy or another user
/// made of them is not taken for the compiler's.
/// </summary>
/// <param name="file">Full path of the key, beside the folder of the manifests.</param>
internal sealed class CacheSignature(string file)
{
    private const int Length = 32;

    private readonly Lazy<byte[]> _key = new(() => ReadOrCreate(file));

    public byte[] Of(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_key.Value, content);

    /// <summary>The content behind its signature; <c>null</c> when that is not ours.</summary>
    public ReadOnlyMemory<byte>? Verified(byte[] signed) =>
        signed.Length > Length
        && CryptographicOperations.FixedTimeEquals(Of(signed.AsSpan(Length)), signed.AsSpan(0, Length))
            ? signed.AsMemory(Length) : null;

    // Two processes may begin at once: what is on the disk in the end is everyone's.
    private static byte[] ReadOrCreate(string file)
    {
        if (PrivateFolder.Read(file) is { Length: Length } key)
            return key;
        new PrivateFolder(Path.GetDirectoryName(file)!).Write(file, RandomNumberGenerator.GetBytes(Length));
        return PrivateFolder.Read(file) is { Length: Length } made
            ? made : throw new IOException($"{file} cannot be read back.");
    }
}
