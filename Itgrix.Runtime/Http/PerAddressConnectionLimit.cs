using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Limits connections per address; those over the limit are closed at once. Some are reserved for this machine, where
/// the dialplan runs.
/// </summary>
/// <param name="max">Maximum per address.</param>
/// <param name="maxOutside">Maximum of all addresses except this machine's.</param>
internal sealed class PerAddressConnectionLimit(int max, int maxOutside)
{
    private static readonly ILogger Log = AppLog.For("http");
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, int> _held = [];
    private readonly HashSet<UInt128> _told = [];
    private int _outside;

    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (!Take(address))
        {
            connection.Abort();
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            GiveBack(address);
        }
    };

    private bool Take(IPAddress address)
    {
        var (key, isOutside) = (LoginThrottle.KeyOf(address), !IPAddress.IsLoopback(address));
        lock (_lock)
        {
            var held = _held.GetValueOrDefault(key);
            if (held < max && !(isOutside && _outside >= maxOutside))
            {
                _held[key] = held + 1;
                _outside += isOutside ? 1 : 0;
                return true;
            }
            if (!_told.Add(key))
                return false;
        }
        HttpLogMessages.TooManyConnections(Log, address, max);
        return false;
    }

    private void GiveBack(IPAddress address)
    {
        var key = LoginThrottle.KeyOf(address);
        lock (_lock)
        {
            _outside -= IPAddress.IsLoopback(address) ? 0 : 1;
            if (--_held[key] > 0)
                return;
            _held.Remove(key);
            _told.Remove(key);
        }
    }
}
