using System.Threading.Channels;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Csv;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Telephony;

/// <summary>
/// A PBX: the connection to its Asterisk, the tracker of its calls, the position in its channel events. It runs, stops
/// and reports by itself; the service has a list of them.
/// </summary>
internal sealed class Pbx
{
    private static readonly ILogger Log = AppLog.For("calls");

    private const int EventsWaiting = 20_000;

    private static readonly TimeSpan FollowAgain = TimeSpan.FromSeconds(30);

    private readonly Channel<PbxEvent> _events = Channel.CreateBounded<PbxEvent>(EventsWaiting);
    private readonly AsteriskOptions _asterisk;
    private readonly ICelStore? _store;
    private readonly CallIntake _intake;
    private readonly TimeProvider _time;

    /// <param name="ledger">Accepts each stage.</param>
    /// <param name="numbers">The number plan, which may change.</param>
    /// <param name="store">The store of channel events, if not the configured one.</param>
    /// <exception cref="CelStoreException">The store of channel events cannot be used as it is configured.</exception>
    public Pbx(
        AsteriskOptions options, PendingStageOptions queue, ICallLedger ledger, NumberPlanFile numbers,
        TimeProvider time, ICelStore? store = null)
    {
        _asterisk = options;
        _time = time;
        _store = store ?? (_asterisk.Cel is { } cel ? CelStores.Open(cel, _asterisk.TimeZone, time) : null);
        if (_asterisk.Ami is null && _store is not CelCsvFile)
            throw new CelStoreException(
                "There is no source of calls: configure asterisk.ami, or asterisk.cel.file.");
        Tracker = new() { ChannelOptions = options.Channels };
        Listener = _asterisk.Ami is { } ami ? new(ami, _asterisk.TimeZone, _events, time) : null;
        Pending = new(queue, ledger, time);
        _intake = new(Tracker, Pending, ledger, numbers)
        {
            Store = _store,
            Channels = ChannelsAsync,
            Zone = _asterisk.TimeZone,
            Clock = time,
        };
    }

    /// <summary>Its name among the PBXs; it never changes.</summary>
    public string Name => _asterisk.Name;

    /// <summary>Its part of the service's status.</summary>
    public IStatusPart Status => new PbxStatus(this);

    public CallTracker Tracker { get; }

    public PendingStages Pending { get; }

    /// <summary><c>null</c> when the channel events are read from their file.</summary>
    public AmiListener? Listener { get; }

    /// <summary>The time of the last event, by the server's clock.</summary>
    public DateTime LastEvent => _intake.LastEvent;

    /// <summary>Age of the last event when it was taken.</summary>
    public TimeSpan Lag => _intake.Lag;

    /// <summary>What the channel events lack for calls to be read right, each with its remedy.</summary>
    public IReadOnlyList<string> MissingInCel => _intake.Coverage.Missing;

    /// <summary>Position in the channel events for the next start; <c>null</c> before the first event.</summary>
    public DateTime? Position => _intake.Position;

    /// <summary>Completes after the first connection, when the missed events are read.</summary>
    public Task CaughtUp => Listener is null ? Task.CompletedTask : _intake.CaughtUp;

    /// <summary>Runs until it is stopped; stages on their way are then stored.</summary>
    /// <exception cref="Exception">A part failed: then all others stop.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(
            Part(Listener?.RunAsync(end.Token) ?? FollowAsync(end.Token)),
            Part(_intake.RunAsync(_events.Reader, end.Token)));
        await Pending.EmptyAsync();

        // When one part fails the others end with it, and the caller gets the exception.
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
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var record in ((CelCsvFile)_store!).FollowAsync(_intake.FollowFrom, stop))
                    await _events.Writer.WriteAsync(record, stop);
            }
            catch (CelStoreException error)
            {
                CallLogMessages.CannotFollow(Log, error, FollowAgain);
                await Task.Delay(FollowAgain, _time, stop);
            }
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
            // The connection is lost again; the next one asks again.
            return null;
        }
    }
}
