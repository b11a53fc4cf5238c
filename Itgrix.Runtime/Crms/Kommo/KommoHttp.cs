using Itgrix.Runtime.Crms.RateLimits;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Sends one request and returns its response, with rate limit, circuit breaker and timeout.</summary>
internal sealed class KommoHttp : IDisposable
{
    private static readonly ILogger Log = AppLog.For("kommo");

    private const int MaxAnswer = 32 << 20;

    // A second, plus the possible difference of the two clocks.
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1.02);

    private static readonly RetryDelays Delays = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly MovedAddress _account;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly HttpExchange _exchange;
    private readonly PacedQueue _queue;
    private readonly KommoCircuitBreaker _gate;

    public KommoHttp(KommoOptions options, TimeProvider time)
    {
        (_time, _gate) = (time, new(time));
        _account = new(options.Account, KommoOptions.IsOwnDomain, to => KommoLogMessages.Moved(Log, $"{to}"));
        _queue = new(new SlidingWindow(options.RequestsPerSecond, Span, Delays), time);
        _http = CrmHttp.Create(options.Timeout, options.Connection);
        _exchange = new(_http, options.Timeout, MaxAnswer, time);
    }

    public CrmLimits Limits => new(_queue.Waiting) { Block = _gate.Block };

    /// <param name="stop">Cancels the wait for the rate limit.</param>
    /// <param name="abort">Cancels the request as well, when its outcome may stay unknown.</param>
    /// <exception cref="CrmException">There is no response, or one that concerns every request alike.</exception>
    public async Task<HttpAnswer> SendAsync(
        KommoRequest request, Secret? access, CancellationToken stop, CancellationToken abort)
    {
        _gate.Check();
        using var turn = await _queue.EnterAsync(stop);
        var probes = _gate.Pass();
        try
        {
            var answer = await ExchangeAsync(request, access, abort);
            if (answer.IsRedirect && _account.Follow(answer.Headers.Location))
                answer = await ExchangeAsync(request, access, abort);
            Judge(answer, probes);
            return (int)answer.Status < 400 ? answer
                : WithoutSecrets(answer, [.. request.Secrets, .. access is null ? (Secret[])[] : [access]]);
        }
        catch (Exception error) when (probes && error is not CrmException { Failure: CrmFailure.RateLimited })
        {
            _gate.Unanswered();
            throw;
        }
    }

    private async Task<HttpAnswer> ExchangeAsync(KommoRequest request, Secret? access, CancellationToken abort)
    {
        var account = _account.Current;
        using var message = request.ToMessage(account, access);
        return await _exchange.SendAsync(message, $"{request} at {account.Host}", abort);
    }

    public void Dispose()
    {
        _http.Dispose();
        _queue.Dispose();
    }

    private void Judge(HttpAnswer answer, bool probes)
    {
        if (KommoRefusals.BlockedBy(answer) is { } reason)
            throw _gate.Blocked(reason, probes);
        if (probes)
            _gate.Answered();
        if ((int)answer.Status == 429)
            throw TooMany(answer.Headers.RetryAfter?.Delta);
        _queue.Accepted();
    }

    private CrmException TooMany(TimeSpan? retryAfter)
    {
        var (retryAt, isNew) = _queue.Refused(retryAfter);
        if (isNew)
            KommoLogMessages.TooFast(Log, retryAt - _time.GetUtcNow());
        return new(CrmFailure.RateLimited, "Kommo reports too many requests.") { Code = "429", RetryAt = retryAt };
    }

    // Some servers repeat in their errors what they were sent.
    private static HttpAnswer WithoutSecrets(HttpAnswer answer, IReadOnlyList<Secret> secrets)
    {
        var text = Encoding.UTF8.GetString((answer.Body ?? default).Span);
        var clean = secrets.Aggregate(text, (before, secret) => before.Replace(secret.Reveal(), secret.ToString()));
        return ReferenceEquals(text, clean) ? answer : answer with { Body = Encoding.UTF8.GetBytes(clean) };
    }
}
