using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>The outbox with a portal, without hooks.</summary>
internal sealed class OutboxRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HookRunner _hooks = new(new CustomizerOptions { Folders = [new("/nowhere", null)] }, []);
    private readonly Bitrix24ApiClient _client;
    private readonly Bitrix24Users _users;
    private Task _running = Task.CompletedTask;

    private OutboxRun(Bitrix24Options options, OutboxStore store, CallRecordings? recordings, TimeProvider time)
    {
        Store = store;
        _client = new(options, time: time);
        _users = new(_client, time);
        var directory = new Bitrix24Directory(
            () => options.Calls, _users, new(_client, _users), () => CallTranscript.Numbers);
        var services = new CrmServices(TimeZoneInfo.Utc, () => CallTranscript.Numbers, _hooks, time)
            { Recordings = recordings };
        var flow = new Bitrix24Flow(services, () => options.Calls, directory, new(() => options.Calls, services.Zone));
        var side = new CrmSide(flow, new Bitrix24Transport(_client));
        Outbox = new(store, new Dictionary<AccountId, CrmSide> { [Crm.Bitrix24] = side },
            RetryDelays.Default, 16, time);
    }

    public OutboxStore Store { get; }

    public CallOutbox Outbox { get; }

    public static async Task<OutboxRun> StartAsync(
        Bitrix24Options options, string file, TimeProvider time, CancellationToken token,
        CallRecordings? recordings = null)
    {
        var store = await OutboxStore.OpenAsync(new() { File = file }, time, token);
        var run = new OutboxRun(options, store, recordings, time);
        run._running = await run.Outbox.StartAsync(run._stop.Token);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Store.DisposeAsync();
        _users.Dispose();
        await _client.DisposeAsync();
        _hooks.Dispose();
        _stop.Dispose();
    }
}
