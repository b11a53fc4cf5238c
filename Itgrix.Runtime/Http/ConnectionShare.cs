using System.Net;
using Itgrix.Runtime.Logging;
using Microsoft.AspNetCore.Connections;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Nobody gets all connections: one address may hold so many at a time, the others are closed at once.
/// </summary>
internal sealed class ConnectionShare(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, int> _held = [];
    private readonly HashSet<UInt128> _told = [];

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
            GiveBack(Attempts.KeyOf(address));
        }
    };

    private bool Take(IPAddress address)
    {
        var key = Attempts.KeyOf(address);
        lock (_lock)
        {
            var held = _held.GetValueOrDefault(key);
            if (held < most)
            {
                _held[key] = held + 1;
                return true;
            }
            if (!_told.Add(key))
                return false;
        }
        HttpLogMessages.TooManyConnections(address, most);
        return false;
    }

    private void GiveBack(UInt128 key)
    {
        lock (_lock)
        {
            if (--_held[key] > 0)
                return;
            _held.Remove(key);
            _told.Remove(key);
        }
    }
}
