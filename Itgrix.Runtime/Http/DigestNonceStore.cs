using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Itgrix.Runtime.Http;

/// <summary>
/// The nonces of digest: each carries its own time and signature, so that only those of successful logins are
/// stored. A replayed request is denied.
/// </summary>
internal sealed class DigestNonceStore(TimeProvider time)
{
    private const int MaxNonces = 10_000, TimeLength = 8, RandomLength = 8, MacLength = 16,
        Length = TimeLength + RandomLength + MacLength;

    /// <summary>Lifetime of a nonce.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Uses> _used = [];

    // For nonces made before this time the use counts are no longer known.
    private DateTimeOffset _forgotten = DateTimeOffset.MinValue;

    public string Create()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.GetUtcNow().UtcTicks);
        RandomNumberGenerator.Fill(bytes.AsSpan(TimeLength, RandomLength));
        Mac(bytes).CopyTo(bytes.AsSpan(TimeLength + RandomLength));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Uses a nonce, after the password was verified.</summary>
    /// <param name="count">The client's use count of the nonce (nc).</param>
    /// <returns>False when it is expired, forged, or this count was used before.</returns>
    public bool TryUse(string nonce, uint count)
    {
        if (MadeAt(nonce) is not { } made || count == 0)
            return false;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (made <= _forgotten || made > now || made + Lifetime <= now)
                return false;
            if (!_used.TryGetValue(nonce, out var uses))
            {
                if (_used.Count >= MaxNonces)
                    Forget(now);
                _used[nonce] = uses = new(made);
            }
            return uses.Add(count);
        }
    }

    private DateTimeOffset? MadeAt(string nonce)
    {
        var bytes = new byte[Length];
        if (!Base64Url.IsValid(nonce, out var length) || length != Length
            || !Base64Url.TryDecodeFromChars(nonce, bytes, out _)
            || !CryptographicOperations.FixedTimeEquals(Mac(bytes), bytes.AsSpan(TimeLength + RandomLength)))
            return null;
        return new(BinaryPrimitives.ReadInt64BigEndian(bytes), TimeSpan.Zero);
    }

    private byte[] Mac(byte[] bytes) =>
        HMACSHA256.HashData(_key, bytes.AsSpan(0, TimeLength + RandomLength))[..MacLength];

    private void Forget(DateTimeOffset now)
    {
        var byAge = _used.OrderBy(one => one.Value.Made).ToList();
        var old = Math.Max(MaxNonces / 2, byAge.FindLastIndex(one => one.Value.Made + Lifetime <= now) + 1);
        _forgotten = byAge[old - 1].Value.Made;
        foreach (var (nonce, uses) in byAge)
        {
            if (uses.Made <= _forgotten)
                _used.Remove(nonce);
        }
    }

    // Parallel requests may arrive out of order.
    private sealed class Uses(DateTimeOffset made)
    {
        private const int Window = 64;

        private uint _highest;
        private ulong _seen;

        public DateTimeOffset Made => made;

        public bool Add(uint count)
        {
            if (count > _highest)
            {
                var by = count - _highest;
                (_seen, _highest) = ((by < Window ? _seen << (int)by : 0) | 1, count);
                return true;
            }
            var back = _highest - count;
            if (back >= Window || (_seen >> (int)back & 1) == 1)
                return false;
            _seen |= 1UL << (int)back;
            return true;
        }
    }
}
