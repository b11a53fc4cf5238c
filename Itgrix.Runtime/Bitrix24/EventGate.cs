using System.Security.Cryptography;
using System.Text;
using Itgrix.Runtime.Configuration;

namespace Itgrix.Runtime.Bitrix24;

/// <summary>
/// Tells the portal's events from others by the application token. Without a token to compare none is let in.
/// </summary>
internal sealed class EventGate(Secret? token)
{
    private readonly byte[]? _hash = token?.Reveal() is { Length: > 0 } text ? Hash(text) : null;

    public bool HasToken => _hash is not null;

    /// <summary>Takes as long whatever is wrong with the given token.</summary>
    public bool LetsIn(string given) =>
        _hash is not null && CryptographicOperations.FixedTimeEquals(Hash(given), _hash);

    // Of one length, so that not even the length shows.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
