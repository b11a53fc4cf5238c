using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Limits failed logins per address: a burst, then one more per interval. An attacker locks out only the own
/// address.
/// </summary>
/// <param name="max">Size of the burst.</param>
internal sealed class LoginThrottle(TimeProvider time, int max = 5)
{
    private const int MaxAddresses = 10_000;

    /// <summary>Time until one more attempt is allowed.</summary>
    public static readonly TimeSpan Refill = TimeSpan.FromSeconds(12);

    private readonly Lock _lock = new();

    // Per address: the time when all its attempts are available again.
    private readonly Dictionary<UInt128, DateTimeOffset> _full = [];

    /// <summary>Takes one attempt; a successful login gives it back.</summary>
    /// <returns>Time to wait; <c>null</c> when the attempt is allowed.</returns>
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

    // An attacker with more addresses than fit gains no more than the attempts of one of them.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _full.Where(one => one.Value <= now).ToList())
            _full.Remove(key);
        if (_full.Count >= MaxAddresses)
            _full.Remove(_full.MinBy(one => one.Value).Key);
    }

    /// <summary>Key of an address: of IPv6 its /64 network, which one client owns as a whole.</summary>
    public static UInt128 KeyOf(IPAddress address)
    {
        var bytes = address.MapToIPv6().GetAddressBytes();
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            bytes.AsSpan(8).Clear();
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
