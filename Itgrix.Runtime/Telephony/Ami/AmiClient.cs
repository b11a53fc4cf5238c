using System.Collections.Concurrent;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// A logged-in connection to Asterisk. <see cref="ReadAsync"/> must run for actions to be answered.
/// </summary>
internal sealed class AmiClient : IAsyncDisposable
{
    private readonly AmiConnection _connection;
    private readonly AmiOptions _options;
    private readonly TimeProvider _time;
    private readonly AmiKeepAlive _keepAlive;
    private readonly ConcurrentDictionary<string, PendingAction> _pending = new();
    // Events with other clients' action ids arrive here too.
    private readonly string _idPrefix = $"itgrix-{Guid.NewGuid():n}-";
    private volatile AmiException? _over;
    private long _number;

    private AmiClient(AmiConnection connection, AmiOptions options, string version, TimeProvider time)
    {
        (_connection, _options, _time, ProtocolVersion) = (connection, options, time, version);
        _keepAlive = new(options.KeepAlive, time);
    }

    /// <summary>The version of the protocol, not of Asterisk: 11.0.0 is that of Asterisk 22.</summary>
    public string ProtocolVersion { get; }

    public AmiCounts Counts => _connection.Counts;

    public DateTimeOffset LastHeard => _keepAlive.LastHeard;

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="AmiException">Connecting or logging in failed.</exception>
    public static async Task<AmiClient> ConnectAsync(AmiOptions options, TimeProvider time, CancellationToken token)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
        AmiConnection? connection = null;
        try
        {
            connection = await AmiConnection.OpenAsync(options, either.Token);
            return new(connection, options, await AmiLogin.RunAsync(connection, options, either.Token), time);
        }
        catch (Exception error)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            if (error is OperationCanceledException && !token.IsCancellationRequested)
                throw TimedOut(options, connection is not null);
            throw;
        }
    }

    /// <summary>Reads until the connection ends, and passes on every event that does not belong to an answer.</summary>
    /// <exception cref="AmiException">The connection ended.</exception>
    public async Task ReadAsync(Func<AmiMessage, CancellationToken, ValueTask> onEvent, CancellationToken token)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        var reading = ReadMessagesAsync(onEvent, ended.Token);
        var watching = _keepAlive.WatchAsync(ask => WriteAsync(AmiActions.Ping(), NextId(), ask), ended.Token);
        try
        {
            await await Task.WhenAny(reading, watching);
        }
        catch (Exception error)
        {
            _over = error as AmiException
                ?? new(AmiFailure.NotConnected, "The connection to Asterisk was closed.", error);
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(reading, watching).ContinueWith(_ => { }, TaskScheduler.Default);
            foreach (var pending in _pending.Values)
                pending.Fail(_over!);
        }
    }

    /// <summary>Sends an action and waits for its answer, with the list of events where it has one.</summary>
    /// <exception cref="AmiException">There is no connection, or no answer in time.</exception>
    public async Task<AmiReply> SendAsync(AmiAction action, CancellationToken token)
    {
        var (id, pending) = (NextId(), new PendingAction(action));
        _pending[id] = pending;
        var limit = action.Timeout ?? _options.ConnectTimeout;
        try
        {
            await WriteAsync(action, id, token);
            if (_over is { } over)
                throw over;
            return await pending.Reply.WaitAsync(limit, _time, token);
        }
        catch (TimeoutException)
        {
            throw new AmiException(AmiFailure.NoAnswer, $"Asterisk at {_options.Host}:{_options.Port} did not answer "
                + $"{action.Name} within {limit.TotalSeconds:0.#} s.");
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    /// <summary>Lets Asterisk make a call, and waits until the first channel has answered or not.</summary>
    public async Task<OriginateResult> OriginateAsync(OriginateRequest request, CancellationToken token) =>
        OriginateResult.From(await SendAsync(AmiActions.Originate(request, _options.ConnectTimeout), token));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task ReadMessagesAsync(
        Func<AmiMessage, CancellationToken, ValueTask> onEvent, CancellationToken token)
    {
        while (true)
        {
            var reading = _connection.ReadAsync(token);
            // All data received so far is parsed: later events are new.
            if (!reading.IsCompleted)
                _keepAlive.IsBehind = false;
            var message = await reading;
            _keepAlive.Heard();
            if (TakeAnswer(message) || !message.IsEvent)
                continue;
            _keepAlive.IsBusy = true;
            var handling = onEvent(message, token);
            if (!handling.IsCompleted)
                _keepAlive.IsBehind = true;
            await handling;
            _keepAlive.IsBusy = false;
        }
    }

    private bool TakeAnswer(AmiMessage message)
    {
        if (_pending.IsEmpty || message["ActionID"] is not { Length: > 0 } id
            || !_pending.TryGetValue(id, out var pending))
            return false;
        pending.Take(message);
        return true;
    }

    private Task WriteAsync(AmiAction action, string id, CancellationToken token) =>
        _over is { } over ? throw over : _connection.WriteAsync(action.ToBytes(id), token);

    private string NextId() => _idPrefix + Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);

    private static AmiException TimedOut(AmiOptions options, bool isConnected) => new(AmiFailure.TimedOut,
        $"Asterisk at {options.Host}:{options.Port} "
        + (isConnected ? "accepted the connection, but the login" : "could not be reached, or its TLS")
        + $" took longer than {options.ConnectTimeout.TotalSeconds:0.#} s: check host, port, tls and the firewall, or "
        + "raise asterisk.ami.connect_timeout.");
}
