using System.Text.Json.Nodes;
using Itgrix.Sandbox.Bitrix24.Methods;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>The portal without its HTTP: rights, limits and methods. One request at a time.</summary>
internal sealed class Portal
{
    private readonly Lock _gate = new();
    private readonly Bitrix24Settings _settings;
    private readonly PortalState _state;
    private readonly PortalMethods _methods;
    private readonly OperatingTimes _operating;
    private readonly RequestBucket _bucket;
    private readonly OAuthServer _oauth;
    private readonly ApplicationMethods _application;

    public Portal(Bitrix24Settings settings)
    {
        _settings = settings;
        _state = new(settings.PortalFile, Seed.Fill);
        _methods = new(_state, settings);
        (_operating, _bucket, _oauth) = (new(settings), new(settings), new(settings, _state));
        _application = new(_state, settings);
        if (!settings.IsInstalled)
            _oauth.Clear();
        foreach (var name in settings.BoundEvents)
            _application.Bind(name, "https://pbx.example.com/bitrix24/events");
    }

    public int Beyond => Locked(() => _bucket.Beyond);

    public double Highest => Locked(() => _bucket.Highest);

    public JsonArray Table(string name) => Locked(() => _state.Table(name).DeepClone().AsArray());

    public void ExpireTokens() => Locked(() => _oauth.Expire());

    /// <summary>Dismisses an employee, who stays in the table as inactive.</summary>
    public void Dismiss(int user) => Locked(() =>
    {
        _state.Find("user", user)!["ACTIVE"] = false;
        _state.Save();
    });

    public void Spend(string method, double seconds) =>
        Locked(() => _operating.Spend(method.ToLowerInvariant(), seconds));

    public bool IsTaken() => Locked(_bucket.Add);

    public JsonObject Renew(Parameters parameters, string address) =>
        Locked(() => Saved(_oauth.Renew(parameters, address)));

    public JsonNode Uploaded(string token, string name, long size) =>
        Locked(() => Saved(RecordMethods.Uploaded(_state, token, name, size)));

    /// <summary>The handlers of an event; none before the application is installed.</summary>
    public IReadOnlyList<Uri> HandlersOf(string name) => Locked(() => !_application.IsInstalled ? [] : Bound(name));

    /// <summary>A code for a link that a user allowed.</summary>
    public string NewCode(int user) => Locked(() => _oauth.NewCode(user));

    /// <summary>Tokens of a user.</summary>
    public (string Access, string Refresh) NewTokens(int user) => Locked(() => Saved(_oauth.Pair(user)));

    /// <summary>Begins an installation: what an earlier one bound is forgotten.</summary>
    /// <returns>New tokens of the user.</returns>
    public (string Access, string Refresh) Install(int user, bool isFinished) => Locked(() =>
    {
        _state.Table(ApplicationMethods.Handlers).Clear();
        _application.IsInstalled = isFinished;
        return Saved(_oauth.Pair(user));
    });

    /// <summary>Finishes it, as the application's page asks for.</summary>
    public (string Access, string Refresh) Finish(int user) => Locked(() =>
    {
        _application.IsInstalled = true;
        return Saved(_oauth.Pair(user));
    });

    /// <summary>Removes the application.</summary>
    /// <returns>The handlers of that event.</returns>
    public IReadOnlyList<Uri> Remove() => Locked(() =>
    {
        var handlers = Bound("ONAPPUNINSTALL");
        _oauth.Clear();
        _state.Table(ApplicationMethods.Handlers).Clear();
        _application.IsInstalled = false;
        return Saved(handlers);
    });

    private IReadOnlyList<Uri> Bound(string name) => [.. _state.Table(ApplicationMethods.Handlers)
        .Where(row => $"{row!["event"]}" == name).Select(row => new Uri($"{row!["handler"]}"))];

    /// <summary>Registers a call for a clicked number, as Bitrix24 itself does.</summary>
    public JsonNode Clicked(Parameters parameters) => Locked(() => Saved(_methods.Calls.Register(parameters)));

    /// <summary>Whether this caller is authorized.</summary>
    public void Check(PortalCaller caller) => Locked(() =>
    {
        if (!caller.IsWebhook)
            _oauth.Check(caller.Token);
        else if (caller.WebhookUser != "1" || caller.WebhookSecret != _settings.WebhookSecret)
            throw new RestException(401, "INVALID_CREDENTIALS", "Invalid request credentials");
    });

    /// <summary>Runs a method, or a batch of them.</summary>
    /// <param name="began">Arrival of the request.</param>
    public JsonObject Run(string method, Parameters parameters, PortalCaller caller, Arrival began) => Locked(() =>
    {
        var answer = method == "batch" ? Batch(parameters, caller, began) : One(method, parameters, caller, began);
        return Saved(answer);
    });

    public JsonObject Time(string method, Arrival began)
    {
        var now = _settings.Time.GetUtcNow();
        var (seconds, reset) = _operating.Of(method);
        return new()
        {
            ["start"] = PortalClock.Unix(began.At),
            ["finish"] = PortalClock.Unix(now),
            ["duration"] = began.Ago.TotalSeconds,
            ["processing"] = began.Ago.TotalSeconds,
            ["date_start"] = PortalClock.Iso(began.At),
            ["date_finish"] = PortalClock.Iso(now),
            ["operating_reset_at"] = reset.ToUnixTimeSeconds(),
            ["operating"] = seconds,
        };
    }

    private JsonObject One(string method, Parameters parameters, PortalCaller caller, Arrival began)
    {
        if (_operating.IsBlocked(method))
            throw new RestException(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit");
        if (caller.IsWebhook && _settings.IsStrictAboutWebhooks && PortalMethods.IsForApplicationsOnly(method))
            throw new RestException(403, "WRONG_AUTH_TYPE", "Current authorization type is denied for this method");
        var result = _application.Run(method, parameters, caller, caller.IsWebhook ? 1 : _oauth.Check(caller.Token))
            ?? _methods.Run(method, parameters);
        _operating.Spend(method, began.Ago.TotalSeconds);
        var answer = new JsonObject { ["result"] = result is ListPage page ? page.Result : (JsonNode)result };
        if (result is ListPage list)
        {
            if (list.Next is { } next)
                answer["next"] = next;
            answer["total"] = list.Total;
        }
        answer["time"] = Time(method, began);
        return answer;
    }

    private JsonObject Batch(Parameters parameters, PortalCaller caller, Arrival began)
    {
        var result = PortalBatch.Run(parameters, (method, own) => One(method, own, caller, new(_settings.Time)));
        return new() { ["result"] = result, ["time"] = Time("batch", began) };
    }

    private T Saved<T>(T answer)
    {
        _state.Save();
        return answer;
    }

    private void Locked(Action action)
    {
        lock (_gate)
            action();
    }

    private T Locked<T>(Func<T> function)
    {
        lock (_gate)
            return function();
    }
}
