using System.Text.Json.Nodes;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Platform.Storage;

/// <summary>The service's process during a storage outage longer than any timeout, with calls meanwhile.</summary>
public abstract class StorageOutageTests
{
    // More stages than the queue's capacity.
    private const int Calls = 40;

    private const string Longer = "OUTAGE_SECONDS";

    // Longer than all retries of a client that gives up; minutes make no difference, and are optional.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable(Longer), out var seconds) ? seconds : 12);

    /// <summary>The outage in <c>/status</c>.</summary>
    protected abstract string Cause { get; }

    /// <summary>Name in the log of the unavailable database, one or all.</summary>
    protected abstract IReadOnlyList<string> Names { get; }

    /// <summary>Whether the service can start during the outage.</summary>
    protected virtual bool StartsInOutage => true;

    [TestMethod, Timeout(500_000)]
    public async Task Whole_calls_during_an_outage_are_delivered_once_after_it()
    {
        await using var run = await StorageRun.StartAsync(Outbox);
        await run.HealthAsync("ok");

        using (Away(run))
        {
            for (var call = 1; call <= Calls; call++)
                run.Tell(call);
            await run.HealthAsync("error");
            await Task.Delay(Outage, run.Limit);
            await ShouldSayItAsync(run);
        }

        await run.ToldAsync(Calls + 1);
        await run.HealthAsync("ok");
        AwayOf(await run.StatusAsync()).Should().BeEmpty();
        await run.StopAsync();
        ShouldBeLoggedOnce(run.Log);
    }

    [TestMethod, Timeout(500_000)]
    public async Task A_call_during_an_outage_is_delivered_once_although_the_service_is_killed_in_it()
    {
        await using var run = await StorageRun.StartAsync(Outbox);

        var starting = Task.CompletedTask;
        using (Away(run))
        {
            run.Tell(1);
            await run.HealthAsync("error");
            await run.KillAsync();
            if (StartsInOutage)
            {
                starting = run.StartAgainAsync();
                await run.SaidAsync(WaitsFor(Names[0]), times: 2);
            }
        }
        await (StartsInOutage ? starting : run.StartAgainAsync());

        await run.ToldAsync(2);
        await run.StopAsync();
    }

    [TestMethod, Timeout(500_000)]
    public async Task A_stop_during_an_outage_ends_the_service_and_loses_nothing()
    {
        await using var run = await StorageRun.StartAsync(Outbox);

        using (Away(run))
        {
            run.Tell(1);
            await run.HealthAsync("error");
            await run.StopAsync();
        }
        await run.StartAgainAsync();

        await run.ToldAsync(2);
        await run.StopAsync();
    }

    /// <summary>The section of the configuration.</summary>
    internal abstract JsonObject Outbox(TemporaryFolder folder);

    /// <summary>Makes it unavailable until this is disposed.</summary>
    internal abstract IDisposable Away(StorageRun run);

    private static string WaitsFor(string name) => $"{name} cannot be used; writes wait for it";

    private static IReadOnlyList<JsonNode> AwayOf(JsonNode status) => [.. status["app"]!["storage"]!.AsObject()
        .Select(database => database.Value!).Where(database => database["away_since"] is not null)];

    private async Task ShouldSayItAsync(StorageRun run)
    {
        var status = await run.StatusAsync();
        $"{status["app_status"]}".Should().Be("Error");
        $"{status["app_status_reasons"]}".Should().Contain(Cause);
        AwayOf(status).Should().NotBeEmpty().And.OnlyContain(database => $"{database["cause"]}".Contains(Cause));
    }

    private void ShouldBeLoggedOnce(string log)
    {
        var lines = log.Split('\n');
        var logged = Names.Where(name => log.Contains(WaitsFor(name))).Should().NotBeEmpty().And.Subject.ToList();
        foreach (var name in logged)
        {
            lines.Should().ContainSingle(line => line.Contains(WaitsFor(name)));
            lines.Should().ContainSingle(line => line.Contains($"{name} can be used again"));
        }
        lines.Should().NotContain(line => line.StartsWith("   at ", StringComparison.Ordinal));
    }
}
