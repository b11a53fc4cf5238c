using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Itgrix.Runtime.Http;

/// <summary>Hash algorithms of digest authentication.</summary>
internal enum DigestAlgorithm
{
    Sha256,

    /// <summary>For clients that support no other.</summary>
    Md5,
}

/// <summary>The algorithms' names and hashes.</summary>
internal static class DigestAlgorithms
{
    public static string NameOf(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5 ? "MD5" : "SHA-256";

    /// <summary>
    /// The algorithm of that name; without a name the original one, MD5. <c>null</c> for an unsupported one.
    /// </summary>
    public static DigestAlgorithm? Find(string? name) => name?.ToUpperInvariant() switch
    {
        "SHA-256" => DigestAlgorithm.Sha256,
        null or "MD5" => DigestAlgorithm.Md5,
        _ => null,
    };

    /// <summary>As lower-case hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "Old clients support no other; the standard requires it.")]
    public static string Hash(this DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(
            algorithm == DigestAlgorithm.Md5 ? MD5.HashData(bytes) : SHA256.HashData(bytes));
    }
}
