using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>Calls through the outbox to a CRM as the service opens it, on the test's clock and without hooks.</summary>
internal sealed class AccountRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HookRunner _hooks = new(new CustomizerOptions { Folders = [new("/nowhere", null)] }, []);
    private readonly ManualTime _time;
    private Task _running = Task.CompletedTask;

    private AccountRun(Func<CrmServices, ICrmAccount> open, OutboxStore store, ManualTime time)
    {
        (Store, _time) = (store, time);
        Account = open(new(TimeZoneInfo.Utc, () => CallTranscript.Numbers, _hooks, time)
            { MissedTasks = new(() => store) });
        var side = new CrmSide(Account.Flow, Account.Transport);
        Outbox = new(store, new Dictionary<AccountId, CrmSide> { [Account.Id] = side },
            RetryDelays.Default, 16, time);
    }

    public ICrmAccount Account { get; }

    public OutboxStore Store { get; }

    public CallOutbox Outbox { get; }

    public static async Task<AccountRun> StartAsync(
        Func<CrmServices, ICrmAccount> open, string file, ManualTime time, CancellationToken token)
    {
        var run = new AccountRun(open, await OutboxStore.OpenAsync(new() { File = file }, time, token), time);
        run._running = await run.Outbox.StartAsync(run._stop.Token);
        await run.Outbox.IdleAsync().WaitAsync(token);
        return run;
    }

    /// <summary>Accepts stages, and delivers what can be delivered now.</summary>
    public async Task DeliverAsync(IEnumerable<CallStageEvent> stages, CancellationToken token)
    {
        foreach (var stage in stages)
            await Outbox.AddAsync(stage, token);
        await Outbox.IdleAsync().WaitAsync(token);
    }

    /// <summary>Time passes, and what is due is delivered.</summary>
    public async Task PassAsync(TimeSpan time, CancellationToken token)
    {
        _time.Advance(time);
        await Outbox.WakeDueAsync(token);
        await Outbox.IdleAsync().WaitAsync(token);
    }

    /// <summary>The requests that wait, and the dead letters, by name.</summary>
    public async Task<(IEnumerable<string> Waiting, IEnumerable<string> Dead)> LeftAsync(CancellationToken token) => (
        (await Store.ListAsync(StepState.Waiting, 100, token)).Select(step => step.Name),
        (await Store.ListAsync(StepState.DeadLettered, 100, token)).Select(step => $"{step.Name}: {step.Error}"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Store.DisposeAsync();
        await Account.DisposeAsync();
        _hooks.Dispose();
        _stop.Dispose();
    }
}
