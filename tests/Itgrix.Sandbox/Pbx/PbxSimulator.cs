using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Itgrix.Sandbox.Pbx;

/// <summary>The manager interface of a simulated Asterisk, on a port of this machine.</summary>
public sealed class PbxSimulator : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<PbxSession, Task> _sessions = new();
    private readonly ConcurrentQueue<PbxAction> _actions = new();
    private readonly SemaphoreSlim _logins = new(0);
    private readonly Task _accepting;
    private int _connections;

    public PbxSimulator(PbxSettings? settings = null)
    {
        Settings = settings ?? new();
        _listener = new(IPAddress.Loopback, Settings.Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_stop.Token);
    }

    public PbxSettings Settings { get; }

    public int Port { get; }

    /// <summary>Injected faults.</summary>
    public PbxTrouble Trouble { get; set; } = new();

    /// <summary>All actions of clients so far.</summary>
    public IReadOnlyList<PbxAction> Actions => [.. _actions];

    internal PbxChannels Channels { get; } = new();

    /// <summary>Number of connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Waits for the next login.</summary>
    public Task WaitForLoginAsync(CancellationToken token) => _logins.WaitAsync(token);

    /// <summary>
    /// Plays captures to all logged-in clients, in parallel: at their own pace, or as fast as possible, alternating.
    /// </summary>
    public async Task PlayAsync(IEnumerable<Play> plays, bool atTheirPace, CancellationToken token)
    {
        var began = Settings.Time.GetTimestamp();
        foreach (var (after, one, play) in Interleave(plays.ToList()))
        {
            var wait = atTheirPace ? after - Settings.Time.GetElapsedTime(began) : TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, Settings.Time, token);
            await SendAsync(one.Class, one.ToBytes(play), token);
        }
    }

    /// <summary>Sends an event to all logged-in clients that want its class.</summary>
    public Task SendAsync(string eventClass, byte[] message, CancellationToken token)
    {
        Channels.See(message);
        return Task.WhenAll(_sessions.Keys.Select(session => session.SendAsync(eventClass, message, token)));
    }

    /// <summary>Closes all connections, whatever their state.</summary>
    public void Drop()
    {
        foreach (var session in _sessions.Keys)
            session.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Drop();
        await _accepting;
        await Task.WhenAll(_sessions.Values);
    }

    internal void Received(PbxAction action) => _actions.Enqueue(action);

    internal void LoggedIn() => _logins.Release();

    private async Task AcceptAsync(CancellationToken token)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(token);
                socket.NoDelay = true;
                Interlocked.Increment(ref _connections);
                var session = new PbxSession(socket, this);
                _sessions[session] = RunAsync(session, token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // It is switched off.
        }
    }

    private async Task RunAsync(PbxSession session, CancellationToken token)
    {
        await Task.Yield();
        using (session)
            await session.RunAsync(token);
        _sessions.TryRemove(session, out _);
    }

    // By time, so that calls overlap as in reality; those of the same time alternate.
    private static IEnumerable<(TimeSpan After, CaptureEvent Event, int Play)> Interleave(IReadOnlyList<Play> plays) =>
        from play in plays
        from one in play.Capture.Events.Index()
        orderby one.Item.After, one.Index
        select (one.Item.After, one.Item, play.Number);
}
