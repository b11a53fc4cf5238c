using System.Threading.Channels;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Keeps a connection to Asterisk and puts its events about calls into the queue, in order, framed by
/// <see cref="AmiConnected"/> and <see cref="AmiDisconnected"/>.
/// </summary>
/// <param name="zone">The time zone of the Asterisk server.</param>
internal sealed class AmiListener(AmiOptions options, TimeZoneInfo zone, Channel<PbxEvent> queue, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("ami");
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private readonly AmiEvents _events = new(zone, time);
    private readonly PbxEventQueue _queue = new(queue, time);
    private readonly StartBackoff _backoff = new(time, MaxDelay);
    private volatile AmiConnectionState _state = new();
    private volatile AmiClient? _client;

    public AmiStatus Status
    {
        get
        {
            var (state, client) = (_state, _client);
            return new(state.ConnectedSince, state.AsteriskVersion, state.ProtocolVersion, state.LastError,
                state.LastErrorAt, _queue.Count, _events.Incomplete, state.Wire + (client?.Counts ?? default),
                _queue.HeldUp);
        }
    }

    /// <summary>Connects, logs in, reads until the connection fails, retries with back-off; until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var error = await ConnectAndReadAsync(stop);
            if (error is null)
                return;
            var (delay, isNewReason) = _backoff.Failed(error.Message);
            if (error.NeedsAPerson)
                delay = _backoff.MaxDelay;
            AmiLogMessages.Retry(Log, options.Address, error, delay, isNewReason);
            _state = _state with { LastError = error.Message, LastErrorAt = time.GetUtcNow() };
            await Task.Delay(delay, time, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Sends an action over the current connection.</summary>
    /// <exception cref="AmiException">There is no connection, or no answer in time.</exception>
    public Task<AmiReply> SendAsync(AmiAction action, CancellationToken token) => Client.SendAsync(action, token);

    /// <summary>Lets Asterisk make a call, and waits until the first channel has answered or not.</summary>
    /// <exception cref="AmiException">There is no connection, or no answer in time.</exception>
    public Task<OriginateResult> OriginateAsync(OriginateRequest request, CancellationToken token) =>
        Client.OriginateAsync(request, token);

    private AmiClient Client => _client ?? throw new AmiException(AmiFailure.NotConnected,
        $"There is no connection to Asterisk now: {_state.LastError ?? "the first attempt is in progress."}");

    // null when it was stopped.
    private async Task<AmiException?> ConnectAndReadAsync(CancellationToken stop)
    {
        try
        {
            await using var client = await AmiClient.ConnectAsync(options, time, stop);
            return await ReadAsync(client, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (AmiException error)
        {
            return error;
        }
        catch (Exception error) when (error is not ChannelClosedException)
        {
            return Broke(error);
        }
    }

    private async Task<AmiException> ReadAsync(AmiClient client, CancellationToken stop)
    {
        var since = time.GetUtcNow();
        _state = _state with { ConnectedSince = since, ProtocolVersion = client.ProtocolVersion, AsteriskVersion = "" };
        _client = client;
        AmiLogMessages.Connected(Log, options.Address, client.ProtocolVersion);
        try
        {
            var error = await ReadEventsAsync(client, since, stop);
            if (time.GetUtcNow() - since >= MaxDelay)
                _backoff.Started();
            _client = null;
            await _queue.WriteAsync(new AmiDisconnected(client.LastHeard, error.Message), stop);
            return error;
        }
        finally
        {
            _client = null;
            _state = _state with { ConnectedSince = null, Wire = _state.Wire + client.Counts };
        }
    }

    private async Task<AmiException> ReadEventsAsync(AmiClient client, DateTimeOffset since, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var wire = new WireWatch(options.Address);
        Task asking = Task.CompletedTask;
        try
        {
            await _queue.WriteAsync(new AmiConnected(since), stop);
            asking = AskVersionAsync(client, ended.Token);
            await client.ReadAsync((message, token) =>
            {
                wire.Look(client.Counts);
                return _events.Read(message) is { } found ? _queue.WriteAsync(found, token) : default;
            }, stop);
            throw new InvalidOperationException("Reading ends with an exception.");
        }
        catch (AmiException error)
        {
            return error;
        }
        catch (Exception error) when (error is not (OperationCanceledException or ChannelClosedException))
        {
            return Broke(error);
        }
        finally
        {
            await ended.CancelAsync();
            await asking;
        }
    }

    private static AmiException Broke(Exception error)
    {
        AmiLogMessages.Broke(Log, error);
        return new(AmiFailure.Lost,
            ForeseenFailure.Is(error)
                ? $"The connection to Asterisk is lost: {ForeseenFailure.Words(error)}"
                : $"The connection to Asterisk was closed after an internal error: {error.Message}", error);
    }

    // Optional: the user may lack the right to ask.
    private async Task AskVersionAsync(AmiClient client, CancellationToken token)
    {
        try
        {
            var reply = await client.SendAsync(AmiActions.CoreSettings(), token);
            _state = _state with { AsteriskVersion = reply.Response["AsteriskVersion"] };
        }
        catch (Exception error) when (error is AmiException or OperationCanceledException)
        {
            AmiLogMessages.NoVersion(Log, options.Address, error.Message);
        }
    }
}
