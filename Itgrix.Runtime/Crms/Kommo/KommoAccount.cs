using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>A Kommo account of the service: it gets calls, and its widget sends clicks.</summary>
internal sealed class KommoAccount : ICrmAccount
{
    private readonly KommoOptions _options;
    private readonly TimeProvider _time;
    private readonly KommoSettings _settings;
    private readonly KommoApiClient _client;
    private readonly KommoTransport _transport;
    private readonly KommoUsers _users;
    private readonly KommoFactsCache _facts;
    private readonly KommoConnection _connection;

    /// <param name="options">The account.</param>
    /// <param name="services">What it needs of the service.</param>
    /// <param name="calls">The call settings, when they may change.</param>
    public KommoAccount(KommoOptions options, CrmServices services, Func<KommoCallOptions>? calls = null)
    {
        var time = services.Time;
        (_options, _time) = (options, time);
        _client = new(options, new FileTokenStore(options.Tokens), time);
        _connection = new(options, _client, time);
        var api = new KommoApi(_client);
        var settings = _settings = KommoSettings.From(options, calls);
        var fields = new KommoFields(services.Zone);
        (_users, _facts) = (new(api, time)
        {
            DefaultUser = () => settings.Current.DefaultUser,
            ExtensionOf = user => settings.Current.ExtensionOf(user),
        }, new(api));
        var clients = new KommoCustomerLookup(api, _users, services.Numbers);
        var directory = new KommoDirectory(_users, clients, () => settings.Current, time);
        var duplicates = new KommoDuplicates(clients, _facts, time);
        var made = new KommoNewClients(
            directory, duplicates, _facts, fields, () => settings.Current, time);
        _transport = new(
            api, _facts, duplicates, time, new(_users, () => settings.Current.DefaultUser, "kommo.default_user"));
        Flow = new KommoFlow(services, directory, fields, made, () => settings.Current)
            { LastAnswer = () => Health.LastAnswer };
        Callers = new CallerLookup(Crm.Kommo, () => settings.Current, _users, clients.FindCallerAsync)
            { ExtensionOf = user => settings.Current.ExtensionOf(user) };
    }

    public CallFlow Flow { get; }

    public ICrmTransport Transport => _transport;

    public ICallerLookup Callers { get; }

    public Employees Employees => _users;

    public CrmHealth Health => _client.Health;

    public CrmLimits Limits => _client.Limits;

    public ICrmConnection Connection => _connection;

    public void AddAccess(AuthenticationBuilder access)
    {
        access.AddConnecting(KommoConnection.Policy, _time, _connection.AnswerAsync);
        if (_options.Widget is not null)
            access.AddKommoWidget(_options, _time);
    }

    /// <summary>Adds the route to which Kommo leads whoever allows the integration.</summary>
    public void MapConnection(IEndpointRouteBuilder routes, Func<CancellationToken, Task> changed)
    {
        _connection.Changed = changed;
        routes.MapConnecting(KommoConnection.Path, KommoConnection.Policy, HttpMethods.Get);
    }

    /// <summary>Adds the routes for the settings and clicks of the account's widget.</summary>
    public void MapRoutes(IEndpointRouteBuilder routes, CallRequests requests)
    {
        if (_options.Widget is { } widget)
            routes.MapKommoWidget(new(widget, _options.Account, _settings, requests.Click, requests.Backlog, _time)
                { AcceptCode = (code, token) => _client.ReauthorizeAsync(new(code), token) });
    }

    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        await _client.DisposeAsync();
        _connection.Dispose();
        _users.Dispose();
        _facts.Dispose();
    }

    /// <summary>Refreshes the users and the account's fields.</summary>
    public Task RefreshAsync(CancellationToken token) =>
        Task.WhenAll(_facts.RefreshAsync(token), _users.RefreshAsync(token));
}
