using Itgrix.Hooks;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Csx;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Logging;
using Itgrix.Runtime.Numbers;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Php;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime;

/// <summary>The service: from Asterisk to the CRMs, until it is stopped.</summary>
internal sealed class Connector(ItgrixConfig config, TimeProvider time)
{
    // What waits is looked for so often; pauses between tries are longer.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), TrimEvery = TimeSpan.FromHours(6);

    /// <summary>Runs. What was taken and not told is on the disk when it ends, however it ends.</summary>
    /// <param name="started">Is called once calls are followed.</param>
    /// <param name="stop">Stops it.</param>
    public async Task RunAsync(Action started, CancellationToken stop)
    {
        foreach (var risk in HookRights.Of(config.Customizer.Folders.Select(folder => folder.Path)))
            HookLogMessages.AtRisk(risk);
        using var csx = new CsxEngine(config.Customizer);
        csx.Start();
        using var hooks = new HookRunner(config.Customizer, [csx, new PhpEngine(config.Customizer)]);
        await hooks.Warm(stop);
        await using var store = await OutboxStore.OpenAsync(config.Outbox, time, stop);
        using var journal = new CallJournal(Path.Combine(Path.GetDirectoryName(config.Outbox.File)!, "calls.db"));
        await using var schedule = await Schedule.StartAsync(stop);
        await using var crms = new CrmAccounts(config, hooks, time);
        var pauses = new RetryPauses(config.Outbox.FirstPause, config.Outbox.LongestPause);
        var outbox = new CallOutbox(store, crms.Sides, pauses, config.Calls.Parallel, time);
        var calls = new AsteriskCalls(config, journal, outbox.AddAsync, time);

        // When one part breaks, the others stop with it.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var parts = new List<Task> { outbox.RunAsync(end.Token), calls.RunAsync(end.Token) };
        await crms.StartAsync(schedule, end.Token);
        if (calls.Listener is { } listener)
        {
            var click = new ClickToCall(config.ClickToCall, hooks, listener.OriginateAsync, time);
            parts.Add(ListenAsync(crms, hooks, new(click, new(time), store, outbox), end.Token));
        }
        await schedule.EveryAsync(Tick, "retries", outbox.WakeDueAsync, end.Token);
        await schedule.EveryAsync(TrimEvery, "old calls", token => store.TrimAsync(time.GetUtcNow() - config.Outbox.Keep, token), end.Token);
        parts.Add(StartedAsync(calls, crms.Sides.Keys, started, end.Token));
        try
        {
            await foreach (var part in Task.WhenEach(parts))
                await part;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
        finally
        {
            ConnectorLogMessages.Stopping();
            await end.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CrmAccounts crms, HookRunner hooks, CallRequests requests, CancellationToken stop)
    {
        await using var http = await ConnectorHttp.StartAsync(config.Http, routes =>
        {
            crms.MapRoutes(routes, requests);
            MapAutodistribution(routes, crms, hooks);
        }, stop);
        await requests.Backlog.RunAsync(stop);
    }

    private void MapAutodistribution(IEndpointRouteBuilder routes, CrmAccounts crms, HookRunner hooks)
    {
        if (config.Autodistribution is not { Token: { } token } options)
        {
            if (crms.Callers.Any(crm => crm.Distribution.IsOn))
                DistributionLogMessages.NoToken();
            return;
        }
        var numbers = new NumberPlanFile(config.Numbers);
        var autodistribution = new Autodistribution(options, crms.Callers, hooks, () => numbers.Current, time);
        new AutodistributionRoute(token, autodistribution.AskAsync, time).Map(routes);
    }

    private static async Task StartedAsync(AsteriskCalls calls, IEnumerable<Crm> crms, Action started, CancellationToken stop)
    {
        await calls.CaughtUp.WaitAsync(stop);
        ConnectorLogMessages.Started(string.Join(" and ", crms));
        started();
    }
}
