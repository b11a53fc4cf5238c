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

    /// <param name="handle">Handles one stage.</param>
    /// <exception cref="CelStoreException">The store of the channel events cannot be used as it is configured.</exception>
    public AsteriskCalls(
        ItgrixConfig config, CallJournal journal, Func<StageReached, CancellationToken, Task> handle, TimeProvider time)
    {
        _asterisk = config.Asterisk;
        _store = _asterisk.Cel is { } cel ? CelStores.Open(cel, _asterisk.TimeZone, time) : null;
        Listener = _asterisk.Ami is { } ami ? new(ami, _asterisk.TimeZone, _events, time) : null;
        Queue = new(config.Calls, HandleAsync, time);
        _intake = new(Tracker, Queue, journal, new NumberPlanFile(config.Numbers))
        {
            Store = _store,
            Channels = ChannelsAsync,
            Zone = _asterisk.TimeZone,
            Clock = time,
        };

        async Task HandleAsync(StageReached stage, CancellationToken token)
        {
            // What broke is not tried again: the call goes on with its next stage.
            try
            {
                await handle(stage, token);
            }
            finally
            {
                _intake!.Handled(stage);
            }
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
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(
            Part(Queue.RunAsync(end.Token)),
            Part(Listener?.RunAsync(end.Token) ?? FollowAsync(end.Token)),
            Part(_intake.RunAsync(_events.Reader, end.Token)));

        // When one part breaks the others end with it, and whoever runs this is told.
        async Task Part(Task part)
        {
            try
            {
                await part;
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // Stopped.
            }
            catch
            {
                await end.CancelAsync();
                throw;
            }
        }
    }

    // Without a manager interface the file itself is the live source.
    private async Task FollowAsync(CancellationToken stop)
    {
        if (_store is not CelCsvFile file)
            return;
        await foreach (var record in file.FollowAsync(_intake.FollowFrom, stop))
            await _events.Writer.WriteAsync(record, stop);
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
