using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Limits failed logins per address: a burst, then one more per interval. An attacker locks out only the own
/// address. The framework's rate limiters count all requests: they cannot give back the attempt of a right login.
/// </summary>
/// <param name="max">Size of the burst.</param>
internal sealed class LoginThrottle(TimeProvider time, int max = 5)
{
    /// <summary>
    /// The burst of all addresses that programs on this machine name: one may be no proxy, and name a new address for
    /// each guess.
    /// </summary>
    public const int MaxForwarded = 200;

    private const int MaxAddresses = 10_000;

    private static readonly TimeSpan ForwardedRefill = TimeSpan.FromSeconds(0.2);

    // No client has this address.
    private static readonly UInt128 AllForwarded = UInt128.MaxValue;

    /// <summary>Time until one more attempt is allowed.</summary>
    public static readonly TimeSpan Refill = TimeSpan.FromSeconds(12);

    private readonly Lock _lock = new();

    // Per address: the time when all its attempts are available again.
    private readonly Dictionary<UInt128, DateTimeOffset> _full = [];

    /// <summary>Takes one attempt; a successful login gives it back.</summary>
    /// <returns>Time to wait; <c>null</c> when the attempt is allowed.</returns>
    public TimeSpan? Take(HttpContext context) =>
        Take(ClientAddress.AddressOf(context), ClientAddress.IsForwarded(context));

    public void GiveBack(HttpContext context) =>
        GiveBack(ClientAddress.AddressOf(context), ClientAddress.IsForwarded(context));

    /// <inheritdoc cref="Take(HttpContext)"/>
    /// <param name="isForwarded">Another program on this machine named the address.</param>
    public TimeSpan? Take(IPAddress address, bool isForwarded = false)
    {
        lock (_lock)
        {
            var (key, now) = (KeyOf(address), time.GetUtcNow());
            if (((isForwarded ? WaitOf(AllForwarded, now) : null) ?? WaitOf(key, now)) is { } wait)
                return wait;
            if (_full.Count >= MaxAddresses && !_full.ContainsKey(key))
                Forget(now);
            foreach (var one in KeysOf(key, isForwarded))
                _full[one] = FullAt(one, now) + LimitOf(one).Refill;
            return null;
        }
    }

    public void GiveBack(IPAddress address, bool isForwarded = false)
    {
        lock (_lock)
        {
            foreach (var key in KeysOf(KeyOf(address), isForwarded))
            {
                var refill = LimitOf(key).Refill;
                if (_full.TryGetValue(key, out var full) && full - refill > time.GetUtcNow())
                    _full[key] = full - refill;
                else
                    _full.Remove(key);
            }
        }
    }

    private TimeSpan? WaitOf(UInt128 key, DateTimeOffset now)
    {
        var (burst, refill) = LimitOf(key);
        var wait = FullAt(key, now) - now - (burst - 1) * refill;
        return wait > TimeSpan.Zero ? wait : null;
    }

    private DateTimeOffset FullAt(UInt128 key, DateTimeOffset now) =>
        _full.TryGetValue(key, out var full) && full > now ? full : now;

    private (int Burst, TimeSpan Refill) LimitOf(UInt128 key) =>
        key == AllForwarded ? (MaxForwarded, ForwardedRefill) : (max, Refill);

    private static UInt128[] KeysOf(UInt128 key, bool isForwarded) => isForwarded ? [key, AllForwarded] : [key];

    // An attacker with more addresses than fit gains no more than the attempts of one of them.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _full.Where(one => one.Value <= now).ToList())
            _full.Remove(key);
        if (_full.Count >= MaxAddresses)
            _full.Remove(_full.Where(one => one.Key != AllForwarded).MinBy(one => one.Value).Key);
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
