using System.Collections.Concurrent;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>The service's part from Asterisk to the stages; it can be stopped and restarted as by a crash.</summary>
internal sealed class LiveConnector : IAsyncDisposable
{
    private readonly ItgrixConfig _config;
    private readonly Func<CallStageEvent, CancellationToken, Task> _handle;
    private readonly ICelStore? _store;
    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _handled = new(0);
    private CancellationTokenSource _stop = new();
    private HandledLedger? _ledger;
    private Pbx? _calls;
    private Task _running = Task.CompletedTask;

    /// <param name="store">In place of the configured one.</param>
    public LiveConnector(
        ItgrixConfig config, Func<CallStageEvent, CancellationToken, Task>? handle = null, ICelStore? store = null) =>
        (_config, _handle, _store) = (config, handle ?? ((_, _) => Task.CompletedTask), store);

    /// <summary>Every stage that was handled completely, in order.</summary>
    public ConcurrentQueue<CallStageEvent> Handled { get; } = [];

    public Pbx Calls => _calls!;

    /// <summary>The configuration for this Asterisk: its manager interface and its CSV file.</summary>
    public static ItgrixConfig ConfigOf(RealAsterisk asterisk) => new()
    {
        Numbers = new() { Prefixes = ["+1", "1", "91", "81"] },
        Calls = new() { Parallel = 1 },
        Asterisk = new()
        {
            Ami = new()
            {
                Host = asterisk.Host, Port = asterisk.AmiPort, User = asterisk.User, Secret = new(asterisk.Secret),
            },
            Cel = new CelFileOptions { File = asterisk.CelFile, Columns = CsvColumns },
        },
    };

    /// <summary>The columns of the captures' and the real Asterisk's CSV files.</summary>
    public static IReadOnlyList<string> CsvColumns { get; } =
        ["eventtype", "eventtime",
            "cidnum", "exten", "context", "channame", "appname", "uniqueid", "linkedid", "peer", "extra"];

    /// <summary>Starts, and waits until missed events are read.</summary>
    public async Task Start(CancellationToken token)
    {
        _stop = new();
        _ledger = await HandledLedger.OpenAsync(_folder.Path, TimeProvider.System, _handle, stage =>
        {
            Handled.Enqueue(stage);
            _handled.Release();
        }, token);
        _calls = new(_config.Asterisk, _config.Calls, _ledger, new(_config.Numbers), TimeProvider.System, _store);
        _running = _calls.RunAsync(_stop.Token);
        await _calls.CaughtUp.WaitAsync(token);
    }

    /// <summary>Waits for the next stage that is handled.</summary>
    public Task Next(CancellationToken token) => _handled.WaitAsync(token);

    /// <summary>Waits until the connection was made again.</summary>
    public Task Connected(Func<bool> isNew) =>
        Eventually.TrueAsync(() => isNew() && _calls!.Listener!.Status.ConnectedSince is not null);

    /// <summary>Waits until no call is in progress.</summary>
    public Task Quiet() => Eventually.TrueAsync(
        () => _calls!.Tracker.Count == 0 && _calls.Pending.Figures.Waiting == 0,
        () => $"{_calls!.Tracker.Count} calls, {_calls.Pending.Figures.Waiting} waiting stages");

    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _running;
        if (_ledger is not null)
            await _ledger.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _folder.Dispose();
    }
}
