using System.Security.Cryptography;

namespace Itgrix.Runtime.Http;

/// <summary>Verifies a login and its password.</summary>
internal sealed class PasswordVerifier(string login, PasswordHash hash)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    // A verified password is cached, because the hash is expensive. The hashing must not take all cores from the calls.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim _working = new(1);
    private volatile byte[]? _right;

    /// <summary>Whether they are right; <c>null</c> when too many are being verified.</summary>
    public async Task<bool?> VerifyAsync(string name, string password, CancellationToken token)
    {
        var mark = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name}:{password}"));
        if (_right is { } right && CryptographicOperations.FixedTimeEquals(right, mark))
            return true;
        if (!await _working.WaitAsync(MaxWait, token))
            return null;
        try
        {
            if (!(ConstantTime.Same(name, login) & hash.Fits(password)))
                return false;
            _right = mark;
            return true;
        }
        finally
        {
            _working.Release();
        }
    }
}
