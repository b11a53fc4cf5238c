using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Itgrix.Runtime.Http;

/// <summary>
/// How often somebody may guess: a few times at once, then one more each while. By address, so that who guesses locks
/// himself out, and nobody else.
/// </summary>
/// <param name="max">How many are free at once.</param>
internal sealed class LoginThrottle(TimeProvider time, int max = 5)
{
    private const int MaxAddresses = 10_000;

    /// <summary>How long it takes until one more is free.</summary>
    public static readonly TimeSpan Refill = TimeSpan.FromSeconds(12);

    private readonly Lock _lock = new();

    // When all of an address's attempts are free again.
    private readonly Dictionary<UInt128, DateTimeOffset> _full = [];

    /// <summary>Takes one attempt, which is given back when it was right.</summary>
    /// <returns>How long to wait first; <c>null</c> when it may be made.</returns>
    public TimeSpan? Take(IPAddress address)
    {
        lock (_lock)
        {
            var (key, now) = (KeyOf(address), time.GetUtcNow());
            var full = _full.TryGetValue(key, out var known) && known > now ? known : now;
            if (full - now > (max - 1) * Refill)
                return full - now - (max - 1) * Refill;
            if (_full.Count >= MaxAddresses && !_full.ContainsKey(key))
                Forget(now);
            _full[key] = full + Refill;
            return null;
        }
    }

    public void GiveBack(IPAddress address)
    {
        lock (_lock)
        {
            var key = KeyOf(address);
            if (_full.TryGetValue(key, out var full) && full - Refill > time.GetUtcNow())
                _full[key] = full - Refill;
            else
                _full.Remove(key);
        }
    }

    // Who has more addresses than fit gets nothing out of it but the attempts of one of them.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _full.Where(one => one.Value <= now).ToList())
            _full.Remove(key);
        if (_full.Count >= MaxAddresses)
            _full.Remove(_full.MinBy(one => one.Value).Key);
    }

    /// <summary>Who it is: of IPv6, everybody has a whole /64.</summary>
    public static UInt128 KeyOf(IPAddress address)
    {
        var bytes = address.MapToIPv6().GetAddressBytes();
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            bytes.AsSpan(8).Clear();
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
