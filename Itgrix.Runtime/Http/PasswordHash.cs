using System.Security.Cryptography;

namespace Itgrix.Runtime.Http;

/// <summary>The stored form of a password: a slow, salted hash.</summary>
internal sealed class PasswordHash
{
    private const string Kind = "pbkdf2-sha512";
    private const int SaltLength = 16, HashLength = 32;
    private const int DefaultIterations = 210_000, MinIterations = 10_000, MaxIterations = 10_000_000;

    private readonly int _iterations;
    private readonly byte[] _salt, _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) =>
        (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>The hash as the configuration has it.</summary>
    public string Text => $"{Kind}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}";

    /// <param name="iterations">Cost of each guess.</param>
    public static PasswordHash Create(string password, int iterations = DefaultIterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new(iterations, salt, Derive(password, salt, iterations));
    }

    /// <summary>Parses a hash; <c>null</c> when the text is not one.</summary>
    public static PasswordHash? Parse(string text)
    {
        if (text.Split('$') is not [Kind, var count, var salt, var hash]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < MinIterations or > MaxIterations)
            return null;
        var (saltBytes, hashBytes) = (Bytes(salt, SaltLength), Bytes(hash, HashLength));
        return saltBytes is null || hashBytes is null ? null : new(iterations, saltBytes, hashBytes);
    }

    /// <summary>Takes the same time for every password: a tenth of a second or two.</summary>
    public bool Fits(string password) =>
        CryptographicOperations.FixedTimeEquals(_hash, Derive(password, _salt, _iterations));

    public override string ToString() => "***";

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashLength);

    private static byte[]? Bytes(string text, int length)
    {
        var bytes = new byte[length];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length ? bytes : null;
    }
}
