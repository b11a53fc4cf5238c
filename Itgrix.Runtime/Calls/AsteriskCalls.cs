using System.Threading.Channels;
using Itgrix.Runtime.Asterisk;
using Itgrix.Runtime.Asterisk.Ami;
using Itgrix.Runtime.Asterisk.Cel;
using Itgrix.Runtime.Asterisk.Cel.Csv;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Numbers;

namespace Itgrix.Runtime.Calls;

/// <summary>From Asterisk to the handling of each stage: the connection, the tracker, the queue.</summary>
internal sealed class AsteriskCalls
{
    private const int EventsWaiting = 20_000;

    private readonly Channel<PbxEvent> _events = Channel.CreateBounded<PbxEvent>(EventsWaiting);
    private readonly AsteriskOptions _asterisk;
    private readonly ICelStore? _store;
    private readonly CallIntake _intake;
    private readonly TimeProvider _time;

    /// <param name="handle">Handles one stage.</param>
    /// <param name="store">Where channel events are kept, if not where the configuration says.</param>
    /// <exception cref="CelStoreException">The store of the channel events cannot be used as it is configured.</exception>
    public AsteriskCalls(
        ItgrixConfig config, CallJournal journal, Func<StageReached, CancellationToken, Task> handle, TimeProvider time,
        ICelStore? store = null)
    {
        (_asterisk, _time) = (config.Asterisk, time);
        _store = store ?? (_asterisk.Cel is { } cel ? CelStores.Open(cel, _asterisk.TimeZone, time) : null);
        Listener = _asterisk.Ami is { } ami ? new(ami, _asterisk.TimeZone, _events, time) : null;
        Queue = new(config.Calls, HandleAsync, time);
        _intake = new(Tracker, Queue, journal, new NumberPlanFile(config.Numbers), time)
        {
            Store = _store,
            Channels = ChannelsAsync,
            Now = () => TimeZoneInfo.ConvertTime(time.GetUtcNow(), _asterisk.TimeZone).DateTime,
        };

        async Task HandleAsync(StageReached stage, CancellationToken token)
        {
            await handle(stage, token);
            _intake!.Handled(stage);
        }
    }

    public CallTracker Tracker { get; } = new();

    public CallQueue Queue { get; }

    /// <summary><c>null</c> when the channel events are followed in their file.</summary>
    public AmiListener? Listener { get; }

    /// <summary>The time of the last event, by the server's clock.</summary>
    public DateTime LastEvent => _intake.LastEvent;

    /// <summary>Done when a first connection was made, and what happened before it is read.</summary>
    public Task CaughtUp => _intake.CaughtUp;

    /// <summary>Runs until it is stopped; stages that are being handled then are finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var handling = Queue.RunAsync(stop);
        var listening = Listener?.RunAsync(stop) ?? FollowAsync(stop);
        try
        {
            await _intake.RunAsync(_events.Reader, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
        await Task.WhenAll(listening, handling);
    }

    // Without a manager interface the file itself is the live source.
    private async Task FollowAsync(CancellationToken stop)
    {
        try
        {
            if (_store is CelCsvFile file)
            {
                await foreach (var record in file.FollowAsync(_intake.FollowFrom, stop))
                    await _events.Writer.WriteAsync(record, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task<IReadOnlySet<string>?> ChannelsAsync(CancellationToken token)
    {
        try
        {
            var reply = await Listener!.SendAsync(AmiActions.CoreShowChannels(), token);
            return reply.IsSuccess ? reply.Events.Select(channel => channel["Uniqueid"]).ToHashSet() : null;
        }
        catch (AmiException)
        {
            // The connection is gone again; the next one asks again.
            return null;
        }
    }
}
