using System.Security.Cryptography;

namespace Itgrix.Runtime.Http;

/// <summary>Compares secrets in a time that does not depend on where they differ.</summary>
internal static class ConstantTime
{
    // Compared as hashes of one length, so that not even the length leaks.
    public static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
