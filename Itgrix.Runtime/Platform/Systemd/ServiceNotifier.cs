using System.Net.Sockets;

namespace Itgrix.Runtime.Platform.Systemd;

/// <summary>Notifies systemd of the service's state, when it runs as a unit of <c>Type=notify</c>.</summary>
/// <remarks>
/// https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html. Not Microsoft.Extensions.Hosting.Systemd:
/// that knows no watchdog, throws when systemd does not listen, and leaves the socket's name to hooks.
/// </remarks>
internal sealed class ServiceNotifier : IDisposable
{
    private static readonly ILogger Log = AppLog.For("itgrix");

    private const string SocketName = "NOTIFY_SOCKET", WatchdogName = "WATCHDOG_USEC", WatchdogProcess = "WATCHDOG_PID";

    // An hour: more frequent notifications are of no use.
    private const long MaxLimit = 3_600_000_000;

    // Send timeout in milliseconds: a systemd that is busy for longer misses a message and does not block the service.
    private const int Timeout = 1000;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
    {
        SendTimeout = Timeout,
    };

    private readonly UnixDomainSocketEndPoint _systemd;
    private readonly TimeSpan? _limit;

    /// <param name="address">A path; with a leading @ the name of an abstract socket.</param>
    /// <param name="limit">The watchdog timeout; <c>null</c> without a watchdog.</param>
    public ServiceNotifier(string address, TimeSpan? limit)
    {
        _systemd = new(address[0] == '@' ? $"\0{address[1..]}" : address);
        _limit = limit;
    }

    /// <summary>From the environment; <c>null</c> without a systemd to notify. Hooks do not inherit it.</summary>
    public static ServiceNotifier? FromEnvironment()
    {
        var (address, limit, process) = (Taken(SocketName), Taken(WatchdogName), Taken(WatchdogProcess));
        if (address is not ['/' or '@', _, ..])
            return null;
        var isOurs = process is null || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return new(address, isOurs && long.TryParse(limit, CultureInfo.InvariantCulture, out var micros) && micros > 0
            ? TimeSpan.FromMicroseconds(Math.Min(micros, MaxLimit)) : null);
    }

    /// <summary>The service follows calls.</summary>
    public void Ready() => Send("READY=1\nSTATUS=Follows calls.");

    public void Starting() => Send("STATUS=Starting: waits for Asterisk and catches up with missed calls.");

    public void Stopping() => Send("STOPPING=1\nSTATUS=Stops.");

    /// <summary>Sends watchdog messages until it is cancelled.</summary>
    public async Task WatchAsync(TimeProvider time, CancellationToken stop)
    {
        if (_limit is not { } limit)
            return;
        using var timer = new PeriodicTimer(limit / 2, time);
        try
        {
            do
            {
                Send("WATCHDOG=1");
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    public void Dispose() => _socket.Dispose();

    // The service works without notifications, too.
    private void Send(string message)
    {
        try
        {
            _socket.SendTo(Encoding.ASCII.GetBytes(message), _systemd);
        }
        catch (SocketException error)
        {
            ConnectorLogMessages.NotNotified(Log, error.Message);
        }
    }

    private static string? Taken(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, null);
        return value;
    }
}
