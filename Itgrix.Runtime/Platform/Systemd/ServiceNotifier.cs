using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Runtime.Platform.Systemd;

/// <summary>Tells systemd how far the service is, when it was started by it with <c>Type=notify</c>.</summary>
/// <remarks>https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html</remarks>
internal sealed class ServiceNotifier : IDisposable
{
    private const string SocketName = "NOTIFY_SOCKET", WatchdogName = "WATCHDOG_USEC", WatchdogProcess = "WATCHDOG_PID";

    // An hour: more than that often nobody needs to hear.
    private const long MaxLimit = 3_600_000_000;

    // A systemd that is busy for longer than so many milliseconds misses something, and holds nothing up.
    private const int Timeout = 1000;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
    {
        SendTimeout = Timeout,
    };

    private readonly UnixDomainSocketEndPoint _systemd;
    private readonly TimeSpan? _limit;

    /// <param name="address">A path; with an @ in front the name of an abstract socket.</param>
    /// <param name="limit">How long the service may keep silent; <c>null</c>: for ever.</param>
    public ServiceNotifier(string address, TimeSpan? limit)
    {
        _systemd = new(address[0] == '@' ? $"\0{address[1..]}" : address);
        _limit = limit;
    }

    /// <summary>As the environment says; <c>null</c> when nobody wants to know. Hooks do not inherit it.</summary>
    public static ServiceNotifier? FromEnvironment()
    {
        var (address, limit, process) = (Taken(SocketName), Taken(WatchdogName), Taken(WatchdogProcess));
        if (address is not ['/' or '@', _, ..])
            return null;
        var isOurs = process is null || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return new(address, isOurs && long.TryParse(limit, CultureInfo.InvariantCulture, out var micros) && micros > 0
            ? TimeSpan.FromMicroseconds(Math.Min(micros, MaxLimit)) : null);
    }

    /// <summary>Calls are followed.</summary>
    public void Ready() => Send("READY=1\nSTATUS=Follows calls.");

    public void Starting() => Send("STATUS=Starts: waits for Asterisk, and reads what happened meanwhile.");

    public void Stopping() => Send("STOPPING=1\nSTATUS=Stops.");

    /// <summary>Shows systemd that the service lives, until it is stopped.</summary>
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

    // Without systemd's ear the service goes on all the same.
    private void Send(string message)
    {
        try
        {
            _socket.SendTo(Encoding.ASCII.GetBytes(message), _systemd);
        }
        catch (SocketException error)
        {
            ConnectorLogMessages.NotNotified(error.Message);
        }
    }

    private static string? Taken(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, null);
        return value;
    }
}
