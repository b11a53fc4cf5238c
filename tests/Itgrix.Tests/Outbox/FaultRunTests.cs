using System.Text.Json.Nodes;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>
/// Calls through the service's own process while its database is away for two minutes, an employee is dismissed and
/// the CRM refuses new tokens for an hour.
/// </summary>
public abstract class FaultRunTests
{
    /// <summary>Some of each scenario before, in and after the outage of the database.</summary>
    protected const int Calls = 48;

    private const int Parts = 3;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private FailingStorage? _storage;

    internal ManyCallsRun Run { get; } = new();

    [TestCleanup]
    public async Task CleanRun()
    {
        await Run.DisposeAsync();
        _storage?.Dispose();
    }

    /// <summary>A run with a database that fails so.</summary>
    protected async Task PassAsync(StorageFault fault)
    {
        _storage = await FailingStorage.CreateAsync(fault, Run.File("outbox.db"));
        var records = Of(ManyCallsRun.Records(Calls)).ToList();
        var parts = records.Chunk(records.Count / Parts + 1).ToList();
        await Run.StartAsync(await OpenCrmAsync(), outbox: _storage.Outbox);
        AddFaults();

        Run.Tell(parts[0]);
        await WorksAsync();
        using (_storage.Fail())
        {
            Run.Tell(parts[1]);
            var said = fault == StorageFault.Deleted ? "was deleted while the service used it"
                : "cannot be used; writes wait for it";
            await Run.UntilAsync(
                () => Run.Service.Log.Contains(said, StringComparison.Ordinal), () => "Nothing fails.");
            for (var seconds = 0; seconds < 120; seconds += 10)
                await Run.PassAsync(TimeSpan.FromSeconds(10));
        }
        await WorksAsync();

        Dismiss();
        ClearFaults();
        // A CRM recognizes a repeated registration for half an hour only: no answer may be open.
        await RegisteredAsync();
        RefuseTokens(TimeSpan.FromHours(1));
        var done = Done;
        Run.Tell(parts[2]);
        for (var minute = 0; minute < 59; minute++)
            await Run.PassAsync(Minute);
        (Done - done).Should().BeLessThan(Calls, "only what was on its way comes without a token");

        await Run.UntilAsync(() => IsComplete, () => State, TimeSpan.FromSeconds(5));
        await Run.StopAsync();
        ShouldBeCompleteOnce();
    }

    /// <summary>The number of requests that the CRM has processed.</summary>
    protected abstract int Done { get; }

    /// <summary>Whether the CRM has all calls and tasks.</summary>
    protected abstract bool IsComplete { get; }

    /// <summary>What the CRM has.</summary>
    protected abstract string State { get; }

    internal virtual IEnumerable<CelRecord> Of(IEnumerable<CelRecord> records) => records;

    /// <summary>Starts the CRM.</summary>
    /// <returns>The configuration of the CRM.</returns>
    internal abstract Task<JsonObject> OpenCrmAsync();

    /// <summary>One request in five fails.</summary>
    protected abstract void AddFaults();

    protected abstract void ClearFaults();

    /// <summary>Dismisses an employee who talks in some of the calls.</summary>
    protected abstract void Dismiss();

    /// <summary>Ends the tokens, and refuses new ones.</summary>
    protected abstract void RefuseTokens(TimeSpan time);

    protected abstract void ShouldBeCompleteOnce();

    private async Task WorksAsync()
    {
        var before = Done;
        await Run.UntilAsync(() => Done > before + 20 || IsComplete, () => $"It does not work. {State}");
    }

    private async Task RegisteredAsync()
    {
        await using var store = await OutboxStore.OpenAsync(_storage!.Outbox, Run.Clock, Run.Limit);
        await Eventually.GetAsync(
            () => store.ListAsync(StepState.Waiting, int.MaxValue, Run.Limit),
            steps => !steps.Any(step => step.Method.Length > 0));
    }
}
