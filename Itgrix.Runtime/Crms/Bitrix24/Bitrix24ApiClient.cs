using System.Runtime.CompilerServices;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Crms.RateLimits;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Calls methods of a Bitrix24 portal within its rate limit. It retries only requests that an expired token
/// prevented; other retries are the caller's.
/// </summary>
internal sealed class Bitrix24ApiClient : IAsyncDisposable
{
    private static readonly ILogger Log = AppLog.For("bitrix24");

    // The delay before the next renewal when a new token is refused as well.
    private static readonly TimeSpan RefusedDelay = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;
    private readonly HttpExchange _uploads;
    private readonly Bitrix24Access _access;
    private readonly PacedQueue _queue;
    private readonly OperatingBudget _budget;
    private readonly Bitrix24Requests _requests;
    private readonly string _portal;
    private readonly TimeProvider _time;
    private DateTimeOffset _renewsFrom;

    /// <param name="options">The portal.</param>
    /// <param name="tokens">Persists an application's tokens; by default a file.</param>
    /// <param name="time">The clock.</param>
    public Bitrix24ApiClient(Bitrix24Options options, ITokenStore? tokens = null, TimeProvider? time = null)
    {
        _time = time ??= TimeProvider.System;
        _portal = options.Portal;
        _http = CrmHttp.Create(options.ConnectTimeout, options.Connection);
        var exchange = new HttpExchange(_http, options.Timeout, Bitrix24Requests.MaxAnswer, time);
        _uploads = new(_http, options.UploadTimeout, Bitrix24Requests.MaxAnswer, time);
        _access = new(options, exchange, tokens, time);
        _queue = new(new LeakyBucket(options.RequestsPerSecond, options.Burst), time)
            { Waits = wait => Bitrix24LogMessages.Waits(Log, wait) };
        _budget = new(time);
        Health = new(time);
        _requests = new(exchange, _access, new(_queue, _budget), _portal);
    }

    /// <summary>How requests are authorized.</summary>
    public Bitrix24Access Access => _access;

    /// <summary>The number of requests that wait for the rate limit.</summary>
    public int Waiting => _queue.Waiting;

    /// <summary>The outcomes of requests.</summary>
    public CrmHealth Health { get; }

    public CrmLimits Limits => new(Waiting) { Bucket = _queue.Level, Methods = _budget.Methods };

    /// <summary>Until when Bitrix24 blocks that method; <c>null</c> when it does not.</summary>
    public DateTimeOffset? BlockedUntil(string method) => _budget.BlockedUntil(method);

    /// <summary>Calls a method.</summary>
    /// <param name="method">For example <c>telephony.externalcall.register</c>.</param>
    /// <param name="parameters">The parameters of the method.</param>
    /// <exception cref="CrmException">Bitrix24 did not do it, or did not answer.</exception>
    public Task<Bitrix24Answer> CallAsync(string method, JsonObject? parameters, CancellationToken token) =>
        Health.WatchAsync(method, SendAsync(method, parameters, token));

    /// <summary>Calls a method with a token that is not in use yet.</summary>
    /// <exception cref="CrmException">Bitrix24 did not do it, or did not answer.</exception>
    public async Task<Bitrix24Answer> CallWithAsync(Secret access, string method, CancellationToken token)
    {
        await _queue.EnterAsync(token);
        return await _requests.SendAsync(method, null, access, token);
    }

    private async Task<Bitrix24Answer> SendAsync(string method, JsonObject? parameters, CancellationToken token)
    {
        if (_budget.BlockedUntil(method) is { } blocked)
            throw Blocked(method, blocked);
        if (_access.Tokens is not { } tokens)
        {
            await _queue.EnterAsync(token);
            return await _requests.SendAsync(method, parameters, null, token);
        }
        // Before the limiter, because all callers that wait for a token continue together; after it, because the token
        // may have been renewed by then.
        await tokens.CurrentAsync(token);
        await _queue.EnterAsync(token);
        var access = await tokens.CurrentAsync(token);
        try
        {
            return await _requests.SendAsync(method, parameters, access, token);
        }
        catch (CrmException error) when (Bitrix24Refusals.RenewsToken(error) && _time.GetUtcNow() >= _renewsFrom)
        {
            var renewed = await tokens.RenewedAsync(access, token);
            await _queue.EnterAsync(token);
            return await SendRenewedAsync(method, parameters, renewed, token);
        }
    }

    // A renewal for each call of a portal that refuses every token would lead to a block.
    private async Task<Bitrix24Answer> SendRenewedAsync(
        string method, JsonObject? parameters, Secret renewed, CancellationToken token)
    {
        try
        {
            return await _requests.SendAsync(method, parameters, renewed, token);
        }
        catch (CrmException error) when (Bitrix24Refusals.RenewsToken(error))
        {
            _renewsFrom = _time.GetUtcNow() + RefusedDelay;
            throw;
        }
    }

    /// <summary>Calls up to 50 methods in one request, one after another.</summary>
    /// <param name="commands">A later command may use <c>$result[name][FIELD]</c> of an earlier one.</param>
    /// <param name="halt">Whether to stop at the first failure; the later commands have no result then.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="CrmException">The request as a whole failed.</exception>
    public async Task<IReadOnlyDictionary<string, Bitrix24BatchResult>> BatchAsync(
        IReadOnlyList<Bitrix24Command> commands, bool halt, CancellationToken token)
    {
        var answer = await CallAsync("batch", Bitrix24Batch.Request(commands, halt), token);
        var results = Bitrix24Batch.Read(answer.Result, commands, _portal, _access.Hide);
        foreach (var command in commands)
            Learn(command.Method, results.GetValueOrDefault(command.Name));
        return results;
    }

    /// <summary>Whether the place of an upload is on the portal's own host.</summary>
    public bool HasPlace(JsonElement place) => UploadPlace.From(place, _access.AddressOf("upload")) is not null;

    /// <summary>Sends a file, such as a recording, without reading it into memory.</summary>
    /// <param name="place">
    /// The result of a method that requests the file: <c>uploadUrl</c> and <c>fieldName</c>.
    /// </param>
    /// <param name="file">A path.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="CrmException">Bitrix24 did not accept it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <param name="name">The name that the portal gets; <c>null</c>: the file's own.</param>
    public async Task<Bitrix24Answer> UploadAsync(
        JsonElement place, string file, CancellationToken token, string? name = null)
    {
        var (address, field) = UploadPlace.From(place, _access.AddressOf("upload"))
            ?? throw new CrmException(
                CrmFailure.Broken, $"upload of {_portal}: it gave no address of its own for the file.");
        await using var content = File.OpenRead(file);
        await _queue.EnterAsync(token);
        using var form = new MultipartFormDataContent
            { { new StreamContent(content), field, name ?? Path.GetFileName(file) } };
        return await _requests.UploadAsync(address, form, _uploads, token);
    }

    /// <summary>All entries of a list, page by page as they are read.</summary>
    public async IAsyncEnumerable<JsonElement> ListAsync(
        string method, JsonObject? parameters, [EnumeratorCancellation] CancellationToken token)
    {
        var page = parameters?.DeepClone().AsObject() ?? [];
        for (int? start = 0; start is not null;)
        {
            page["start"] = start;
            var answer = await CallAsync(method, page, token);
            if (BitrixJson.Entries(answer.Result) is not { } entries || answer.Next <= start)
                throw NoList(method);
            foreach (var entry in entries)
                yield return entry;
            start = answer.Next;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _access.DisposeAsync();
        _queue.Dispose();
        _http.Dispose();
    }

    private void Learn(string method, Bitrix24BatchResult? result)
    {
        if (Bitrix24Refusals.IsOperating(result?.Error?.Code))
            _budget.Refused(method, null);
        else
            _budget.Used(method, result?.Answer?.Time);
    }

    private CrmException Blocked(string method, DateTimeOffset until) =>
        new(CrmFailure.RateLimited,
            $"{method} of {_portal}: not sent, the method used up its working time until {until:T}.")
            { Code = Bitrix24Refusals.OperationTimeLimit, RetryAt = until };

    private CrmException NoList(string method) =>
        new(CrmFailure.Broken, $"{method} of {_portal}: the answer is no list that ends: call a method of lists.");
}
