using System.Collections.Concurrent;
using System.Threading.Channels;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>One run of the service from its intake to the handling, on a store and a journal that outlive it.</summary>
internal sealed class IntakeRun : IAsyncDisposable
{
    private readonly Channel<PbxEvent> _events = Channel.CreateUnbounded<PbxEvent>();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _handled = new(0);
    private readonly CallJournal _journal;
    private readonly CallQueue _queue;
    private readonly Task _handling, _reading;
    private Task? _stopped;

    public IntakeRun(
        string journal, ICelStore? store,
        TimeProvider time, NumberOptions? numbers = null, Func<CallStageEvent, Task>? handle = null)
    {
        _journal = CallJournal.OpenAsync(journal, time).GetAwaiter().GetResult();
        CallIntake? intake = null;
        _queue = new(new() { Parallel = 2 }, async (stage, _) =>
        {
            await (handle?.Invoke(stage) ?? Task.CompletedTask);
            await intake!.HandledAsync(stage, CancellationToken.None);
            Handled.Enqueue(stage);
            _handled.Release();
        }, time);
        Intake = intake = new(Tracker, _queue, _journal, new NumberPlanFile(numbers ?? new()))
        {
            Store = store,
            Zone = TimeZoneInfo.Utc,
            Clock = time,
            Channels = _ => Task.FromResult(Alive),
        };
        (_handling, _reading) = (_queue.RunAsync(_stop.Token), Intake.RunAsync(_events.Reader, _stop.Token));
    }

    public CallIntake Intake { get; }

    public CallTracker Tracker { get; } = new();

    /// <summary>Asterisk's current channels; <c>null</c>: it does not answer.</summary>
    public IReadOnlySet<string>? Alive { get; set; }

    /// <summary>Handled stages, in order.</summary>
    public ConcurrentQueue<CallStageEvent> Handled { get; } = [];

    public DateTime? Position => _journal.Position;

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
        _queue.Complete();
        await _handling.WaitAsync(token);
    }

    /// <summary>Waits until one more stage is handled.</summary>
    public Task NextAsync(CancellationToken token) => _handled.WaitAsync(token);

    public ValueTask DisposeAsync() => new(_stopped ??= StopAsync());

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_handling, _reading);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        _journal.Dispose();
        _handled.Dispose();
        _stop.Dispose();
    }
}
