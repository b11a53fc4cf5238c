using System.Collections.Concurrent;
using System.Threading.Channels;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>One run of the service from its intake to the ledger, on a store and an outbox that outlive it.</summary>
internal sealed class IntakeRun : IAsyncDisposable
{
    private readonly Channel<PbxEvent> _events = Channel.CreateUnbounded<PbxEvent>();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _handled = new(0);
    private readonly HandledLedger _ledger;
    private readonly PendingStages _pending;
    private readonly Task _reading;
    private Task? _stopped;

    public IntakeRun(
        string folder, ICelStore? store,
        TimeProvider time, NumberOptions? numbers = null, Func<CallStageEvent, Task>? handle = null)
    {
        _ledger = HandledLedger.OpenAsync(
            folder, time, (stage, _) => handle?.Invoke(stage) ?? Task.CompletedTask, stage =>
            {
                Handled.Enqueue(stage);
                _handled.Release();
            }, CancellationToken.None).GetAwaiter().GetResult();
        _pending = new(new(), _ledger, time);
        Intake = new(Tracker, _pending, _ledger, new NumberPlanFile(numbers ?? new()))
        {
            Store = store,
            Zone = TimeZoneInfo.Utc,
            Clock = time,
            Channels = _ => Task.FromResult(Alive),
        };
        _reading = Intake.RunAsync(_events.Reader, _stop.Token);
    }

    public CallIntake Intake { get; }

    public CallTracker Tracker { get; } = new();

    /// <summary>Asterisk's current channels; <c>null</c>: it does not answer.</summary>
    public IReadOnlySet<string>? Alive { get; set; }

    /// <summary>Handled stages, in order.</summary>
    public ConcurrentQueue<CallStageEvent> Handled { get; } = [];

    public DateTime? Position => _ledger.Position;

    /// <summary>Connects; later events arrive over the connection.</summary>
    public void Connects() => Says(new AmiConnected(default));

    public void Says(params IEnumerable<PbxEvent> events)
    {
        foreach (var one in events)
            _events.Writer.TryWrite(one);
    }

    /// <summary>Reads and handles all events, then ends.</summary>
    public async Task Finish(CancellationToken token)
    {
        _events.Writer.TryComplete();
        await _reading.WaitAsync(token);
        await _pending.EmptyAsync().WaitAsync(token);
    }

    /// <summary>Waits until one more stage is handled.</summary>
    public Task NextAsync(CancellationToken token) => _handled.WaitAsync(token);

    /// <summary>Waits until this many more stages are handled.</summary>
    public async Task NextAsync(int count, CancellationToken token)
    {
        for (var one = 0; one < count; one++)
            await NextAsync(token);
    }

    public ValueTask DisposeAsync() => new(_stopped ??= StopAsync());

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _reading;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        await _pending.EmptyAsync();
        await _ledger.DisposeAsync();
        _handled.Dispose();
        _stop.Dispose();
    }
}
