using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>The account: one request at a time, in order of arrival.</summary>
internal sealed class Account
{
    private readonly Lock _gate = new();
    private readonly AccountState _state;
    private readonly AccountApi _api;

    public Account(AccountSettings settings)
    {
        (_state, Limits, Tokens) = (new(settings.Time, settings.SearchDelay), new(settings), new(settings));
        AccountSeed.Fill(_state, settings);
        _api = new(_state, settings);
    }

    public RateLimits Limits { get; }

    public TokenServer Tokens { get; }

    public JsonArray Table(string name)
    {
        lock (_gate)
            return new([.. _state.Table(name).Select(row => row.DeepClone())]);
    }

    /// <summary>Deletes a user.</summary>
    public void Dismiss(long user) => _state.Table("users").RemoveAll(row => (long)row["id"]! == user);

    public void AddPhoneField() => AccountSeed.AddPhoneField(_state);

    /// <summary>Reads or changes the state while no request is served.</summary>
    public T Locked<T>(Func<Account, T> what)
    {
        lock (_gate)
            return what(this);
    }

    /// <param name="access">The request's token.</param>
    /// <param name="sent">The whole request, for the fault that echoes it.</param>
    /// <param name="served">Receives the result, before the next request is served.</param>
    public ServedAnswer Serve(
        ApiCall call, bool isOfTokens, string? access, string sent, KommoFault? fault, Action<ServedAnswer> served)
    {
        lock (_gate)
        {
            var answer = Limits.Refusal() switch
            {
                403 => ServedAnswer.Blocked,
                429 => ServedAnswer.TooMany(),
                _ => BeforeWork(fault, sent) ?? AfterWork(fault, Work(call, isOfTokens, access)),
            };
            served(answer);
            return answer;
        }
    }

    private ServedAnswer Work(ApiCall call, bool isOfTokens, string? access)
    {
        try
        {
            if (isOfTokens)
                return new(200, Tokens.Exchange(call.Body as JsonObject ?? [])) { IsDone = true };
            if (!Tokens.Opens(access))
                throw ApiProblem.Unauthorized();
            var answer = _api.Do(call);
            return new(answer.Status, answer.Body) { IsDone = answer.Status < 300 };
        }
        catch (ApiProblem problem)
        {
            return ServedAnswer.Of(problem);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            return ServedAnswer.Of(ApiProblem.Bad($"A value is of the wrong type: {error.Message}"));
        }
    }

    private static ServedAnswer? BeforeWork(KommoFault? fault, string sent) => fault?.Kind switch
    {
        KommoFaultKind.Rate => ServedAnswer.TooMany(),
        KommoFaultKind.Block => ServedAnswer.Blocked,
        KommoFaultKind.Unpaid => ServedAnswer.Of(ApiProblem.Of(402, "Payment Required", "Account is not paid")),
        KommoFaultKind.Outage => new(502, null, "<html><body>502 Bad Gateway</body></html>"),
        KommoFaultKind.Error => ServedAnswer.Of(ApiProblem.Of(500, "Internal Server Error", "Unexpected error")),
        KommoFaultKind.CutBefore => ServedAnswer.Cut,
        KommoFaultKind.ExpiredToken => ServedAnswer.Of(ApiProblem.Unauthorized()),
        KommoFaultKind.Echo => ServedAnswer.Of(ApiProblem.Of(401, "Unauthorized", sent)),
        KommoFaultKind.Refused => ServedAnswer.Of(ApiProblem.Of(fault.Status, "Bad Request", fault.Detail)),
        KommoFaultKind.Redirect => new(301, null)
            { Location = fault.Location.Length > 0 ? fault.Location : "https://elsewhere.kommo.com/" },
        _ => null,
    };

    private static ServedAnswer AfterWork(KommoFault? fault, ServedAnswer answer) => fault?.Kind switch
    {
        KommoFaultKind.CutAfter => ServedAnswer.Cut with { IsDone = answer.IsDone },
        KommoFaultKind.Html => answer with { Status = 200, Page = "<html><body>Maintenance</body></html>" },
        KommoFaultKind.BrokenJson => answer with { Status = 200, Page = (answer.Json?.ToJsonString() ?? "{}")[..^1] },
        _ => answer,
    };
}
