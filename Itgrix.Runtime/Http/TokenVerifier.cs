using System.Security.Cryptography;
using System.Text;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Http;

/// <summary>Tells who knows a token from others. Without a token to compare none is let in.</summary>
internal sealed class TokenVerifier(Secret? token)
{
    private readonly byte[]? _hash = token?.Reveal() is { Length: > 0 } text ? Hash(text) : null;

    public bool HasToken => _hash is not null;

    /// <summary>Takes as long whatever is wrong with the given token.</summary>
    public bool LetsIn(string given) =>
        _hash is not null && CryptographicOperations.FixedTimeEquals(Hash(given), _hash);

    // Of one length, so that not even the length shows.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
