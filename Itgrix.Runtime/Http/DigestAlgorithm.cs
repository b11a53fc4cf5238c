using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Itgrix.Runtime.Http;

/// <summary>How digest hashes.</summary>
internal enum DigestAlgorithm
{
    Sha256,

    /// <summary>For clients that know no other.</summary>
    Md5,
}

/// <summary>The algorithms' names and hashes.</summary>
internal static class DigestAlgorithms
{
    public static string NameOf(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5 ? "MD5" : "SHA-256";

    /// <summary>
    /// The one of that name; without a name it is the first that there was. <c>null</c>: another one.
    /// </summary>
    public static DigestAlgorithm? Find(string? name) => name?.ToUpperInvariant() switch
    {
        "SHA-256" => DigestAlgorithm.Sha256,
        null or "MD5" => DigestAlgorithm.Md5,
        _ => null,
    };

    /// <summary>In small hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "Old clients know no other; the standard names it.")]
    public static string Hash(this DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(
            algorithm == DigestAlgorithm.Md5 ? MD5.HashData(bytes) : SHA256.HashData(bytes));
    }
}
