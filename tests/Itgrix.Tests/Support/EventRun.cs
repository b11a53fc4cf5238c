using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Http;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Tests.Support;

/// <summary>The path of a portal's event, from the socket to Asterisk.</summary>
internal sealed class EventRun : IAsyncDisposable
{
    public const string Token = "51610fefc120afg4b628cc82d6298cce";

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _noted = new(0), _failed = new(0);
    private readonly BackgroundWorkQueue _backlog;
    private readonly Task _working;

    private EventRun(PbxSettings? pbx, string? callback)
    {
        Clicks = new(pbx);
        _backlog = new(TimeProvider.System, capacity: 100, parallel: 2);
        Events = new(() => callback, Clicks.Calls, _backlog, Time)
        {
            ExtensionOf = (user, token) => ExtensionOf(user, token),
            Note = (id, registration, _) =>
            {
                Noted.Enqueue((id, registration));
                _noted.Release();
                return Task.CompletedTask;
            },
            NotRung = (click, _) =>
            {
                Failed.Enqueue(click);
                _failed.Release();
                return Task.CompletedTask;
            },
        };
        _working = _backlog.RunAsync(_stop.Token);
    }

    public ClickRun Clicks { get; }

    public ManualTime Time { get; } = new();

    public Bitrix24Events Events { get; }

    public ConnectorHttp Http { get; private set; } = null!;

    public Uri Handler => new(Http.Address, "/bitrix24/events");

    public HttpClient Client { get; } = new();

    public Func<long, CancellationToken, Task<string?>> ExtensionOf { get; set; } =
        (user, _) => Task.FromResult<string?>(user is 1 or 1269 ? "101" : null);

    public ConcurrentQueue<(string Id, JsonObject Registration)> Noted { get; } = [];

    public ConcurrentQueue<FailedClick> Failed { get; } = [];

    public CancellationToken Limit => Clicks.Peer.Limit;

    public static async Task<EventRun> StartAsync(
        PbxSettings? pbx = null, string? token = Token, string? callback = null, TimeSpan? requests = null)
    {
        var run = new EventRun(pbx, callback);
        run.Http = await ConnectorHttp.StartAsync(new() { Port = 0, RequestTimeout = requests ?? TestTimeout.Value },
            new Bitrix24EventAccess(_ => Task.FromResult<Secret?>(token is null ? null : new(token)), run.Time).AddTo,
            routes => routes.MapBitrix24Events(run.Events), run.Limit);
        await run.Clicks.ConnectAsync();
        return run;
    }

    /// <summary>The event of the vendor's documentation, with changes; <c>null</c> leaves a field out.</summary>
    public static Dictionary<string, string> Click(params (string Field, string? Value)[] changes)
    {
        var form = new Dictionary<string, string>
        {
            ["event"] = "ONEXTERNALCALLSTART",
            ["data[PHONE_NUMBER]"] = "+494951234567",
            ["data[PHONE_NUMBER_INTERNATIONAL]"] = "+494951234567",
            ["data[EXTENSION]"] = "",
            ["data[USER_ID]"] = "1269",
            ["data[CALL_ID]"] = "externalCall.89350264e026dace3f2b14d1f438257c.1773236989",
            ["data[CRM_ENTITY_TYPE]"] = "CONTACT",
            ["data[CRM_ENTITY_ID]"] = "797",
            ["ts"] = "1773236988",
            ["auth[access_token]"] = "s7p6eclrvim9da28dt9ch94ekreb52sv",
            ["auth[application_token]"] = Token,
        };
        foreach (var (field, value) in changes)
        {
            if (value is null)
                form.Remove(field);
            else
                form[field] = value;
        }
        return form;
    }

    public async Task<int> PostAsync(IEnumerable<KeyValuePair<string, string>> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await Client.PostAsync(Handler, content, Limit);
        return (int)response.StatusCode;
    }

    /// <summary>Completes once one more call was recorded.</summary>
    public Task NextNoted() => _noted.WaitAsync(Limit);

    /// <summary>Completes once one more call has to be finished.</summary>
    public async Task<FailedClick> NextFailed()
    {
        await _failed.WaitAsync(Limit);
        return Failed.Last();
    }

    /// <summary>Stops as the service does: accepted work is finished.</summary>
    public async Task StopAsync()
    {
        await Http.DisposeAsync();
        await _stop.CancelAsync();
        await _working.WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Clicks.DisposeAsync();
        Client.Dispose();
        _stop.Dispose();
    }
}
