using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>A Bitrix24 portal of the service: it gets calls and sends events.</summary>
internal sealed class Bitrix24Portal : ICrmAccount
{
    private static readonly ILogger Log = AppLog.For("bitrix24");
    private static readonly TimeSpan NoteTimeout = TimeSpan.FromSeconds(10);

    private readonly Bitrix24Options _options;
    private readonly TimeProvider _time;
    private readonly Bitrix24ApiClient _client;
    private readonly Bitrix24Transport _transport;
    private readonly Bitrix24Users _users;
    private readonly Func<Bitrix24CallOptions> _settings;
    private readonly Bitrix24Connection _connection;
    private readonly bool _hasEvents;
    private Bitrix24CallOptions? _hasLines;
    private bool _isBound;

    /// <param name="options">The portal.</param>
    /// <param name="services">What it needs of the service.</param>
    /// <param name="calls">The call settings, when they may change.</param>
    public Bitrix24Portal(
        Bitrix24Options options, CrmServices services, Func<Bitrix24CallOptions>? calls = null)
    {
        (_options, _time, _settings) = (options, services.Time, calls ?? (() => options.Calls));
        _client = new(options, time: _time);
        _connection = new(options, _client, services.PublicUrl, _time);
        _hasEvents = options.OAuth is not null && services.PublicUrl is not null;
        _users = new(_client, _time) { DefaultUser = () => _settings().DefaultUser };
        var clients = new Bitrix24CustomerLookup(_client, _users);
        var directory = new Bitrix24Directory(_settings, _users, clients, services.Numbers);
        Callers = new CallerLookup(Crm.Bitrix24, _settings, _users,
            (number, token) => clients.FindCallerAsync(number, services.Numbers(), token));
        _transport = new(_client, new(_users, () => _settings().DefaultUser, "bitrix24.default_user"));
        Flow = new Bitrix24Flow(services, _settings, directory, new(_settings, services.Zone))
            { LastAnswer = () => Health.LastAnswer };
    }

    /// <summary>What Bitrix24 gets for each stage of a call.</summary>
    public CallFlow Flow { get; }

    public ICrmTransport Transport => _transport;

    public ICallerLookup Callers { get; }

    public Employees Employees => _users;

    public CrmHealth Health => _client.Health;

    public CrmLimits Limits => _client.Limits;

    public ICrmConnection Connection => _connection;

    public void AddAccess(AuthenticationBuilder access)
    {
        new Bitrix24EventAccess(_connection.ApplicationTokenAsync, _time).AddTo(access);
        access.AddConnecting(Bitrix24Connection.Policy, _time, _connection.AnswerAsync);
        if (_options.OAuth is null)
            Bitrix24LogMessages.IsWebhook(Log);
    }

    /// <summary>Adds the route for the application's installation.</summary>
    public void MapConnection(IEndpointRouteBuilder routes, Func<CancellationToken, Task> changed)
    {
        _connection.Changed = changed;
        routes.MapConnecting(
            Bitrix24Connection.Path, Bitrix24Connection.Policy, HttpMethods.Get, HttpMethods.Post);
    }

    /// <summary>Adds the route for the portal's events.</summary>
    public void MapRoutes(IEndpointRouteBuilder routes, CallRequests requests) => routes.MapBitrix24Events(
        new(() => _settings().CallbackExtension, requests.Click, requests.Backlog, _time)
        {
            ExtensionOf = async (id, token) => (await _users.ByIdAsync(id, token))?.Inner,
            // A phone must not ring minutes after the click.
            Note = (call, registration, token) => requests.Store.SaveAsync(Registered(call, registration), token)
                .WaitAsync(NoteTimeout, _time, token),
            NotRung = (failed, token) => NotRungAsync(failed, requests, token),
        });

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _users.Dispose();
        await _transport.DisposeAsync();
        await _client.DisposeAsync();
    }

    /// <summary>Refreshes the employees, and registers the lines.</summary>
    public async Task RefreshAsync(CancellationToken token)
    {
        await _users.RefreshAsync(token);
        var settings = _settings();
        if (!ReferenceEquals(settings, _hasLines) && await new Bitrix24Lines(_client, settings).RegisterAsync(token))
            _hasLines = settings;
        if (_hasEvents && !_isBound)
        {
            await _connection.BindAsync(token);
            _isBound = true;
        }
    }

    // Bitrix24 has registered it: for the flow that step is done.
    private OutboxRequest Registered(string call, JsonObject registration) => new(new(Flow.Account, call), "register")
    {
        State = StepState.Done,
        Result = JsonBytes.Text(registration),
        Made = _time.GetUtcNow(),
    };

    private async Task NotRungAsync(FailedClick failed, CallRequests requests, CancellationToken token)
    {
        await requests.Store.SaveAsync(new(new(Flow.Account, failed.CallId), "finish")
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
        await requests.Outbox.WakeDueAsync(token);
    }
}
