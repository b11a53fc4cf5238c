using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Features.Clicks;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Logging;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Service;

/// <summary>The service: from Asterisk to the CRMs, until it is stopped.</summary>
internal sealed class Connector(ItgrixConfig config, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("hooks");

    // Interval of the check for waiting calls; delays between retries are longer.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), TrimEvery = TimeSpan.FromHours(6),
        CountEvery = TimeSpan.FromSeconds(5), CleanEvery = TimeSpan.FromHours(1);

    private readonly Secret _local = LocalToken.Make();
    private readonly TaskCompletionSource<CallOutbox> _outbox = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The HTTP server's address and routes; <c>null</c> before it listens.</summary>
    public ConnectorHttp? Http { get; private set; }

    /// <summary>Observer of events; <c>null</c> when there is none.</summary>
    public ICallWatcher? Watcher { get; init; }

    /// <summary>Completes when no call can go on now.</summary>
    public async Task IdleAsync() => await (await _outbox.Task).IdleAsync();

    /// <summary>Runs. Accepted but undelivered calls are on the disk when it ends, however it ends.</summary>
    /// <param name="started">Called once calls are followed.</param>
    /// <param name="stop">Stops it.</param>
    public async Task RunAsync(Action started, CancellationToken stop)
    {
        foreach (var risk in HookRights.FindRisks(config.Customizer.Folders.Select(folder => folder.Path)))
            HookLogMessages.AtRisk(Log, risk);
        using var csx = new CsxEngine(config.Customizer);
        csx.Start();
        var php = new PhpEngine(config.Customizer);
        var live = new LiveConfig(config);
        var numbers = new NumberPlanFile(() => live.Current.Numbers);
        using var hooks = new HookRunner(config.Customizer, [csx, php]) { Settings = () => live.Current.Customizer };
        await hooks.Warm(stop);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var store = await OutboxStore.OpenAsync(config.Outbox, time, stop, until: end.Token);
        using var journal = await CallJournal.OpenAsync(
            Path.Combine(config.Outbox.Folder, "calls.db"), time, stop, until: end.Token);
        await using var crms = new CrmAccounts(live, numbers, hooks, time, Watcher);
        await using var schedule = await Schedule.StartAsync(stop);
        crms.LookForRecordings(config.Recordings);
        var delays = new RetryDelays(config.Outbox.FirstDelay, config.Outbox.MaxDelay);
        var outbox = new CallOutbox(store, crms.Sides, delays, config.Calls.Parallel, time)
            { Ended = (end, crms) => Watcher?.Ended(end, crms) };
        _outbox.SetResult(outbox);
        var calls = new AsteriskCalls(config.Asterisk, config.Calls, journal, numbers, AddAsync, time);
        var pbx = new PbxService(live, numbers, crms, (store, outbox), time);

        Task AddAsync(CallStageEvent stage, CancellationToken token)
        {
            Watcher?.StageStarted(stage);
            return outbox.AddAsync(stage, token);
        }

        var counted = new OutboxStatus(store, outbox, time);
        var storage = new StorageStatus([("outbox", store.Storage), ("journal", journal.Storage)]);
        var hooked = new HookStatus(hooks, () => php.Figures, crms.Sides.Keys);
        var status = new ServiceStatus(
            [storage, hooked, new CallStatus(calls), counted, .. crms.Statuses, new AsteriskStatus(calls)], time);
        var parts = new List<Task> { outbox.RunAsync(end.Token), calls.RunAsync(end.Token), pbx.RunAsync(end.Token) };
        await crms.StartAsync(schedule, end.Token);
        var listens = new TaskCompletionSource();
        var requests = calls.Listener is { } listener ? Requests(listener, hooks, store, outbox) : null;
        parts.Add(ListenAsync(access => AddAccess(access, crms), routes =>
        {
            routes.MapStatus(status);
            routes.MapOpenApi();
            MapAutodistribution(routes, crms, hooks, numbers);
            pbx.MapRoutes(routes, requests);
            RecordingRoute.Map(routes, config.Recordings, time);
            // Without a manager interface no call can be originated.
            if (requests is not null)
                crms.MapRoutes(routes, requests);
        }, requests?.Backlog, listens, end.Token));
        (TimeSpan Every, string Name, Func<CancellationToken, Task> Work)[] jobs =
        [
            (CountEvery, "outbox counts", counted.RefreshAsync),
            (CountEvery, "hook check", hooks.LookAsync),
            (Tick, "retries", outbox.WakeDueAsync),
            (Tick, "configuration", _ => Task.Run(live.Check, CancellationToken.None)),
            (TrimEvery, "cleanup of old calls", token => store.TrimAsync(time.GetUtcNow() - config.Outbox.Keep, token)),
            (CleanEvery, "recordings", CleanAsync),
        ];
        foreach (var (every, name, work) in jobs)
            await schedule.EveryAsync(every, name, work, end.Token);
        parts.Add(StartedAsync(Task.WhenAll(calls.CaughtUp, listens.Task), crms.Sides.Keys, () =>
        {
            status.Stage = ServiceStage.Running;
            started();
        }, end.Token));
        await UntilOneEndsAsync(parts, status, end, stop);
    }

    // When one part fails, the others stop with it.
    private static async Task UntilOneEndsAsync(
        IReadOnlyList<Task> parts, ServiceStatus status, CancellationTokenSource end, CancellationToken stop)
    {
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
            status.Stage = ServiceStage.Stopping;
            ConnectorLogMessages.Stopping(Log);
            await end.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private CallRequests Requests(AmiListener listener, HookRunner hooks, IOutboxStore store, CallOutbox outbox) =>
        new(new(config.ClickToCall, hooks, listener.OriginateAsync, time), new(time), store, outbox);

    private async Task ListenAsync(
        Action<AuthenticationBuilder> access, Action<IEndpointRouteBuilder> map, BackgroundWorkQueue? backlog,
        TaskCompletionSource listens, CancellationToken stop)
    {
        await using var http = await ConnectorHttp.StartAsync(config.Http, access, map, stop);
        LocalToken.Write(config.Outbox.Folder, _local);
        Http = http;
        listens.SetResult();
        await (backlog?.RunAsync(stop) ?? Task.Delay(Timeout.InfiniteTimeSpan, stop));
    }

    private void AddAccess(AuthenticationBuilder access, CrmAccounts crms)
    {
        access.AddAdmin(config.Admin?.PasswordHash, time).AddMetrics(config.Metrics?.Token, time).AddLocal(_local);
        if (config.CallRouter?.Token is { } dialplan)
            RoutingRoute.AddAccess(access, dialplan, time);
        if (config.ClickToCall.Token is { } programs)
            CallRoute.AddAccess(access, programs, time);
        RecordingRoute.AddAccess(access, config.Recordings, time);
        crms.AddAccess(access);
    }

    private void MapAutodistribution(
        IEndpointRouteBuilder routes, CrmAccounts crms, HookRunner hooks, NumberPlanFile numbers)
    {
        if (config.CallRouter is not { Token: not null } options)
        {
            if (crms.Callers.Any(crm => crm.Distribution.IsOn))
                RoutingLogMessages.NoToken(Log);
            return;
        }
        var autodistribution = new CallRouter(options, crms.Callers, hooks, () => numbers.Current, time);
        routes.MapRouting(autodistribution.AskAsync);
    }

    private Task CleanAsync(CancellationToken token) =>
        Task.Run(() => new RecordingCleaner(config.Recordings, time).Clean(token), token);

    private static async Task StartedAsync(Task ready, IEnumerable<Crm> crms, Action started, CancellationToken stop)
    {
        await ready.WaitAsync(stop);
        ConnectorLogMessages.Started(Log, string.Join(" and ", crms));
        started();
    }
}
