using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>Past calls through the outbox to a simulated portal and a simulated account.</summary>
internal sealed class PastRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value), _stop = new();
    private readonly TemporaryFolder _folder;
    private readonly HookRunner _hooks = new(new CustomizerOptions { Folders = [new("/nowhere", null)] }, []);
    private readonly TestPortal _portal;
    private readonly KommoLab _lab;
    private readonly List<ICrmAccount> _accounts;
    private readonly OutboxStore _store;
    private readonly CallOutbox _outbox;
    private readonly Task _running;

    private PastRun(ICelStore cel, TemporaryFolder folder, TestPortal portal, KommoLab lab, OutboxStore store)
    {
        (_folder, _portal, _lab, _store) = (folder, portal, lab, store);
        var config = ConfigOf(folder, portal, lab);
        var numbers = new NumberPlanFile(config.Numbers);
        var services = new CrmServices(TimeZoneInfo.Utc, () => numbers.Current, _hooks, TimeProvider.System);
        _accounts = [.. config.Crms.Select(crm => CrmModules.Of(crm.Key).Open(() => crm.Value, services))];
        var sides = _accounts.ToDictionary(
            account => account.Id, account => new CrmSide(account.Flow, account.Transport));
        _outbox = new(store, sides, RetryDelays.Default, 4, TimeProvider.System);
        _running = _outbox.RunAsync(_stop.Token);
        Reader = new(cel, () => CallTranscript.Numbers, TimeZoneInfo.Utc, TimeProvider.System);
        Teller = new(Reader, store, _outbox, [Crm.Bitrix24, Crm.Kommo], TimeProvider.System);
    }

    public PastCallReader Reader { get; }

    public PastCallBackfill Teller { get; }

    public CallOutbox Outbox => _outbox;

    public Bitrix24Sandbox Portal => _portal.Sandbox;

    public TestPortal PortalClient => _portal;

    public KommoSandbox Account => _lab.Sandbox;

    public CancellationToken Limit => _limit.Token;

    /// <summary>Counts of everything that a call may create, in both CRMs.</summary>
    public string Made => string.Join(' ', [
        .. new[] { "call", "statistic", "activity", "contact", "lead", "task" }
            .Select(name => $"{name}={Portal.Table(name).Count}"),
        .. new[] { "calls", "notes", "contacts", "leads", "tasks", "unsorted", "cards" }
            .Select(name => $"{name}={Account.Table(name).Count}")]);

    public static async Task<PastRun> StartAsync(ICelStore cel)
    {
        var folder = new TemporaryFolder();
        return new(cel, folder, await TestPortal.StartAsync(Bitrix24Settings.WithoutLimit),
            await KommoLab.StartAsync(AccountSettings.WithoutLimit),
            await OutboxStore.OpenAsync(new() { File = folder.File("outbox.db") }, TimeProvider.System, default));
    }

    /// <summary>Reads a call again, and waits until it is delivered to the CRMs.</summary>
    public async Task<PastCallState> TellAsync(string call)
    {
        var state = await Teller.BackfillAsync(call, Limit);
        await _outbox.IdleAsync().WaitAsync(Limit);
        return state;
    }

    /// <summary>As a signal does.</summary>
    public Task<ConfigReload> ReloadAsync() =>
        new ConfigReloader(new(new ItgrixConfig()), _accounts).ReloadAsync(Limit);

    /// <summary>Makes the outbox forget all calls.</summary>
    public Task ForgetAsync() => _store.TrimAsync(DateTimeOffset.UtcNow.AddDays(1), Limit);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _store.DisposeAsync();
        foreach (var account in _accounts)
            await account.DisposeAsync();
        _hooks.Dispose();
        await _portal.DisposeAsync();
        await _lab.DisposeAsync();
        _folder.Dispose();
        _stop.Dispose();
        _limit.Dispose();
    }

    private static ItgrixConfig ConfigOf(TemporaryFolder folder, TestPortal portal, KommoLab lab) => new()
    {
        Numbers = new NumberOptions { Prefixes = ["+1", "1", "91", "81"] },
        Asterisk = new() { TimeZone = TimeZoneInfo.Utc },
        Crms = new Dictionary<Crm, CrmOptions>
        {
            [Crm.Bitrix24] = portal.Options with
            {
                OAuth = portal.Options.OAuth! with { Tokens = folder.File("tokens") },
                RequestsPerSecond = 1e6, Burst = 1_000_000,
                Calls =
                    new() { DefaultUser = 3, Recording = RecordingMode.None, TaskOnMissed = new() { Incoming = true } },
            },
            [Crm.Kommo] = lab.LongLived with
            {
                RequestsPerSecond = 1_000_000,
                Calls = new()
                {
                    DefaultUser = 503, TaskOnMissed = new() { Incoming = true, Title = "Call back {phone}" },
                    Create = new(KommoClientKind.Lead, KommoClientKind.Nothing),
                },
            },
        },
    };
}
