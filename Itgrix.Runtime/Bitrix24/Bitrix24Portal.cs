using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Asterisk.Ami;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Numbers;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Bitrix24;

/// <summary>A Bitrix24 portal as the service has it: told of calls, listened to.</summary>
internal sealed class Bitrix24Portal : IAsyncDisposable
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(15);

    private readonly Bitrix24Options _options;
    private readonly ItgrixConfig _config;
    private readonly HookRunner _hooks;
    private readonly IOutboxStore _store;
    private readonly TimeProvider _time;
    private readonly Bitrix24Client _client;
    private readonly Bitrix24Transport _transport;
    private readonly Bitrix24Users _users;
    private bool _hasLines;

    public Bitrix24Portal(
        Bitrix24Options options, ItgrixConfig config, HookRunner hooks, IOutboxStore store, TimeProvider time)
    {
        (_options, _config, _hooks, _store, _time) = (options, config, hooks, store, time);
        _client = new(options, time: time);
        _users = new(_client, time);
        var numbers = new NumberPlanFile(config.Numbers);
        var directory = new Bitrix24Directory(options, _users, new(_client, _users), () => numbers.Current);
        _transport = new(_client);
        Side = new(new Bitrix24Flow(hooks, options, directory, new(options, config.Asterisk.TimeZone)), _transport);
    }

    /// <summary>What it is told, and how.</summary>
    public CrmSide Side { get; }

    /// <summary>Keeps the employees and lines up to date, and takes the portal's events.</summary>
    public async Task RunAsync(AsteriskCalls calls, CallOutbox outbox, Schedule schedule, CancellationToken stop)
    {
        await schedule.EveryAsync(RefreshEvery, "Bitrix24's employees and lines", RefreshAsync, stop);
        if (calls.Listener is not { } listener)
            return;
        var backlog = new Backlog(_time);
        var click = new ClickToCall(_config.ClickToCall, _hooks, listener.OriginateAsync, _time);
        var events = new Bitrix24Events(
            new(_options.ApplicationToken, _options.CallbackExtension), click, backlog, _time)
        {
            ExtensionOf = async (id, token) => (await _users.ByIdAsync(id, token))?.Inner,
            Note = (call, registration, token) => _store.SaveAsync(Registered(call, registration), token),
            NotRung = (failed, token) => NotRungAsync(failed, outbox, token),
        };
        await using var http = await ConnectorHttp.StartAsync(
            _config.Http, routes => routes.MapBitrix24Events(events), stop);
        await backlog.RunAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        _users.Dispose();
        await _transport.DisposeAsync();
        await _client.DisposeAsync();
    }

    private async Task RefreshAsync(CancellationToken token)
    {
        await _users.RefreshAsync(token);
        _hasLines = _hasLines || await new Bitrix24Lines(_client, _options).RegisterAsync(token);
    }

    // Bitrix24 has registered it: for the flow that step is done.
    private CallStep Registered(string call, JsonObject registration) => new(new(Crm.Bitrix24, call), "register")
    {
        State = StepState.Done,
        Result = JsonBytes.Text(registration),
        Made = _time.GetUtcNow(),
    };

    private async Task NotRungAsync(FailedClick failed, CallOutbox outbox, CancellationToken token)
    {
        await _store.SaveAsync(new(new(Crm.Bitrix24, failed.CallId), "finish")
        {
            State = StepState.Waiting,
            Method = "telephony.externalcall.finish",
            Parameters = JsonBytes.Text(new JsonObject
            {
                ["CALL_ID"] = failed.Registration["CALL_ID"]?.DeepClone(),
                ["USER_ID"] = failed.UserId,
                ["DURATION"] = 0,
                ["STATUS_CODE"] = $"{failed.StatusCode}",
            }),
            Made = _time.GetUtcNow(),
            Due = _time.GetUtcNow(),
        }, token);
        await outbox.WakeDueAsync(token);
    }
}
