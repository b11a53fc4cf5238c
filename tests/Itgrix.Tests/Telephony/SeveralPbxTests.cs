using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Metrics;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Tests.Telephony;

/// <summary>A host with two PBXs: each has its own calls, position and status.</summary>
[TestClass]
public sealed class SeveralPbxTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 1);

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Calls_of_both_are_delivered_and_each_has_its_position_and_status()
    {
        using var log = new RecordedLog();
        using var host = Host(Pbx("asterisk", "in_answered_caller_ends"), Pbx("branch", "out_answered"));
        foreach (var pbx in new[] { "asterisk", "branch" })
            await SaveAsync(pbx, LongAgo);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token);

        var running = host.RunAsync(() => { }, stop.Token);
        var pbxs = host.Services.GetServices<Pbx>().ToList();
        await Eventually.TrueAsync(() => pbxs.TrueForAll(
            pbx => pbx.Pending.Figures is { Handled: > 0, Waiting: 0 } && pbx.Tracker.Count == 0));
        var (app, metrics) = (new JsonObjectOf(host.Services).App, new MetricsText());
        foreach (var pbx in pbxs)
            pbx.Status.Measure(metrics);
        await stop.CancelAsync();
        await running;

        app.ContainsKey("asterisk").Should().BeTrue();
        app.ContainsKey("branch").Should().BeTrue();
        ((long)app["calls_queue"]!["handled"]!).Should().Be(pbxs.Sum(pbx => pbx.Pending.Figures.Handled));
        $"{metrics}".Should().Contain("\nitgrix_cel_lag_seconds ").And
            .Contain("\nitgrix_cel_lag_seconds{pbx=\"branch\"} ");
        log.Lines.Count(line => line.Contains(" begins")).Should().Be(2);
    }

    private AsteriskOptions Pbx(string name, string capture)
    {
        var file = _folder.File($"{name}.csv");
        File.Copy(ProjectFolder.Of("tests", "captures", $"{capture}.cel.csv"), file);
        return new()
        {
            Name = name, Cel = new CelFileOptions { File = file, Columns = LiveConnector.CsvColumns },
            TimeZone = TimeZoneInfo.Utc,
        };
    }

    private IHost Host(params AsteriskOptions[] pbxs)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        var services = builder.Services.AddHosting(TimeProvider.System)
            .AddSingleton<Func<NumberOptions>>(() => new())
            .AddSingleton<IReadOnlyDictionary<AccountId, CrmSide>>(new Dictionary<AccountId, CrmSide>())
            .AddOutbox(Outbox, 1)
            .AddTelephony();
        foreach (var pbx in pbxs)
            services.AddLedger(Outbox, pbx.Name).AddPbx(pbx, new PendingStageOptions());
        services.AddPart<Pbx>("calls of Asterisk", (pbx, stop) => pbx.RunAsync(stop));
        return builder.Build();
    }

    private OutboxOptions Outbox => new() { File = _folder.File("outbox.db") };

    // As after an earlier run.
    private async Task SaveAsync(string pbx, DateTime position)
    {
        await using var store = await OutboxStore.OpenAsync(Outbox, TimeProvider.System, _limit.Token);
        var ledger = await Itgrix.Tests.Outbox.OutboxStoreTests.LedgerAsync(store, pbx: pbx);
        await ledger.SavePositionAsync(position, _limit.Token);
    }

    private sealed class JsonObjectOf
    {
        public JsonObjectOf(IServiceProvider services)
        {
            foreach (var part in services.GetServices<IStatusPart>())
                part.Describe(App);
            foreach (var pbx in services.GetServices<Pbx>())
                pbx.Status.Describe(App);
        }

        public System.Text.Json.Nodes.JsonObject App { get; } = [];
    }
}
