using System.Security.Cryptography;
using System.Text;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Http;

/// <summary>Verifies a token. Without a configured token every one is wrong.</summary>
internal sealed class TokenVerifier(Secret? token)
{
    private readonly byte[]? _hash = token?.Reveal() is { Length: > 0 } text ? Hash(text) : null;

    /// <summary>Takes the same time whatever is wrong with the given token.</summary>
    public bool LetsIn(string given) =>
        _hash is not null && CryptographicOperations.FixedTimeEquals(Hash(given), _hash);

    // Compared as hashes of one length, so that not even the length leaks.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
