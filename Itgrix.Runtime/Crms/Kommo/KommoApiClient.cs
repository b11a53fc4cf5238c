using System.Net;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Sends requests of the API v4 to one account, with token, rate limit and error handling.</summary>
internal sealed class KommoApiClient : IAsyncDisposable
{
    /// <summary>The maximum size of a page.</summary>
    public const int PageSize = 250;

    // More pages mean a loop, or more data than a call can wait for.
    private const int MaxPages = 400;

    private readonly KommoHttp _wire;
    private readonly IAccessTokens _access;

    public KommoApiClient(KommoOptions options, ITokenStore store, TimeProvider time)
    {
        (_wire, Health) = (new(options, time), new(time));
        _access = options.LongLivedToken is { } longLived
            ? new LongLivedToken(longLived, time)
            : new OAuthSession(options.AuthorizationCode, store, new KommoTokenIssuer(options, _wire, time), time);
    }

    /// <summary>The outcomes of requests.</summary>
    public CrmHealth Health { get; }

    public CrmLimits Limits => _wire.Limits;

    /// <returns>The response's object; an empty one for "nothing found".</returns>
    /// <exception cref="CrmException">The request failed, or its outcome is unknown.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken token) =>
        ReadAsync(new(HttpMethod.Get, path), token);

    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonElement> PostAsync(string path, JsonNode body, CancellationToken token) =>
        ReadAsync(new(HttpMethod.Post, path, body), token);

    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonElement> PatchAsync(string path, JsonNode body, CancellationToken token) =>
        ReadAsync(new(HttpMethod.Patch, path, body), token);

    /// <summary>All pages of a list.</summary>
    /// <param name="path">The path, possibly with a query.</param>
    /// <param name="name">The name of the list in the response: <c>contacts</c>.</param>
    /// <exception cref="CrmException">A page could not be read.</exception>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path, string name, CancellationToken token)
    {
        var all = new List<JsonElement>();
        for (var page = 1; page <= MaxPages; page++)
        {
            var answer = await GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}page={page}&limit={PageSize}", token);
            var entities = answer.Embedded(name);
            all.AddRange(entities);
            if (entities.Count == 0 || answer.At("_links")?.At("next") is null)
                break;
        }
        return all;
    }

    /// <summary>
    /// Sends many entities of one kind, up to 50 in a request; the failure of one does not affect the others.
    /// </summary>
    /// <param name="name">The name of the list in the response: <c>contacts</c>.</param>
    /// <returns>The result of each entity, in their order.</returns>
    public Task<IReadOnlyList<KommoResult>> SendManyAsync(
        HttpMethod method, string path, string name, IReadOnlyList<JsonObject> entities, CancellationToken token) =>
        new KommoBatch(this, method, path, name).SendAsync(entities, token);

    /// <summary>The raw response, after a token renewal where needed.</summary>
    /// <exception cref="CrmException">There is no response, or one that concerns every request alike.</exception>
    public async Task<HttpAnswer> SendAsync(KommoRequest request, CancellationToken token)
    {
        if (!request.Path.StartsWith("/api/", StringComparison.Ordinal))
            throw new ArgumentException($"{request} is no path of the API.", nameof(request));
        return await Health.WatchAsync(request.Kind, AnswerAsync(request, token),
            answer => (int)answer.Status is >= 200 and < 300 ? null : KommoAnswers.Failure(request, answer));
    }

    private async Task<HttpAnswer> AnswerAsync(KommoRequest request, CancellationToken token)
    {
        var access = await _access.CurrentAsync(token);
        var answer = await _wire.SendAsync(request, access, token, token);
        if (answer.Status != HttpStatusCode.Unauthorized)
            return answer;
        access = await _access.RenewedAsync(access, token);
        return await _wire.SendAsync(request, access, token, token);
    }

    /// <summary>The integration's tokens; <c>null</c> with a long-lived one.</summary>
    public OAuthSession? Tokens => _access as OAuthSession;

    /// <inheritdoc cref="OAuthSession.ReauthorizeAsync"/>
    /// <remarks>A long-lived token has no authorization code.</remarks>
    public Task ReauthorizeAsync(Secret authorizationCode, CancellationToken token) =>
        _access is OAuthSession tokens ? tokens.ReauthorizeAsync(authorizationCode, token) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _access.DisposeAsync();
        _wire.Dispose();
    }

    private async Task<JsonElement> ReadAsync(KommoRequest request, CancellationToken token) =>
        KommoAnswers.Read(request, await SendAsync(request, token));
}
