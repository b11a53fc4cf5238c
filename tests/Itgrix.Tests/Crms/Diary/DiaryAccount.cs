using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>A diary of the service.</summary>
internal sealed class DiaryAccount : ICrmAccount, ICallerLookup
{
    private readonly DiaryTransport _transport;

    public DiaryAccount(Func<DiaryOptions> options, CrmServices services)
    {
        Health = new(services.Time);
        _transport = new(options().Address, Health, services.Time);
        Flow = new DiaryFlow(options, services);
        Employees = new Writer(services.Time);
    }

    public CallFlow Flow { get; }

    public ICrmTransport Transport => _transport;

    public ICallerLookup Callers => this;

    public Employees Employees { get; }

    public CrmHealth Health { get; }

    public CrmLimits Limits => new(0);

    public Crm Crm => DiaryModule.Diary;

    public DistributionOptions Distribution => new(ToResponsible: false, ShowsName: false);

    public Task<KnownCaller?> FindAsync(string number, CancellationToken token) => Task.FromResult<KnownCaller?>(null);

    public Task RefreshAsync(CancellationToken token) => Employees.RefreshAsync(token);

    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        Employees.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Writer(TimeProvider time) : Employees("Diary", time)
    {
        protected override Task<IReadOnlyList<Employee>> ReadAllAsync(CancellationToken token) =>
            Task.FromResult<IReadOnlyList<Employee>>([new(1, "The writer", "", "", ["101"])]);
    }
}
