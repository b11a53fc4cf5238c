using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>
/// The tokens in use. A refresh token works once, so concurrent callers share one renewal, and new tokens are used only
/// after they are saved: only an administrator can replace a token that a crash loses.
/// </summary>
/// <param name="configured">
/// The refresh token or authorization code from the installation; <c>null</c> continues with the stored tokens.
/// </param>
/// <param name="store">Persists the tokens.</param>
/// <param name="issuer">Requests new tokens from the CRM.</param>
/// <param name="time">The clock.</param>
internal sealed class OAuthSession(Secret? configured, ITokenStore store, TokenIssuer issuer, TimeProvider time)
    : IAccessTokens
{
    // A request takes a while; a token that expires on the way would be refused.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);

    private readonly string _origin = configured is null ? "" : PrivateFolder.NameOf(configured.Reveal());
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RenewalBackoff _backoff = new(issuer, time);
    private OAuthTokens? _current, _unstored;
    private DateTimeOffset _issued;
    private Task<Secret>? _renewal;

    /// <summary>The secrets to hide in messages.</summary>
    public IEnumerable<Secret> Secrets => new[]
    {
        configured, _current?.Access, _current?.Refresh, _current?.Application, _unstored?.Access, _unstored?.Refresh,
    }.OfType<Secret>();

    public Task<Secret> CurrentAsync(CancellationToken token) => RenewedAsync(null, token);

    public Task<Secret> RenewedAsync(Secret? refused, CancellationToken token)
    {
        lock (_gate)
        {
            if (_renewal is null or { IsCompleted: true })
            {
                if (_current is { } current && IsGood(current, refused))
                    return Task.FromResult(current.Access!);
                // Not the caller's token: a caller that cancels must not cancel the renewal.
                _renewal = RenewAsync(refused);
            }
            return _renewal.WaitAsync(token);
        }
    }

    /// <summary>Starts again with an authorization code; when the CRM rejects it, the present tokens stay.</summary>
    /// <exception cref="CrmException">The CRM gave no tokens.</exception>
    public Task ReauthorizeAsync(Secret authorizationCode, CancellationToken token) =>
        InTurnAsync(() => ExchangeCodeAsync(authorizationCode), token);

    /// <summary>Continues with the tokens of a new installation.</summary>
    /// <exception cref="CrmException">They cannot be stored.</exception>
    public Task AdoptAsync(OAuthTokens tokens, CancellationToken token) => InTurnAsync(
        () => StoredAsync(() => KeepAsync(tokens with { Origin = _origin, State = TokenState.Usable })), token);

    /// <summary>Uses the tokens no more: the application was removed from the CRM.</summary>
    /// <exception cref="CrmException">That cannot be stored.</exception>
    public Task ForgetAsync(CancellationToken token) => InTurnAsync(() => StoredAsync(RevokeAsync), token);

    /// <summary>The tokens in use, or stored; <c>null</c> when there are none that the CRM may accept.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public async Task<OAuthTokens?> KnownAsync(CancellationToken token)
    {
        if (_current is { } current)
            return current;
        var stored = await store.LoadAsync(token);
        return stored is { State: not TokenState.Revoked } && (configured is null || stored.Origin == _origin)
            ? stored : null;
    }

    /// <summary>Whether there are tokens, or a configured one that may bring them.</summary>
    public async Task<bool> IsUsableAsync(CancellationToken token) =>
        await KnownAsync(token) is not null || configured is not null
            && await store.LoadAsync(token) is var stored && stored?.Origin != _origin;

    // No renewal runs meanwhile, and none begins.
    private async Task InTurnAsync(Func<Task<Secret>> act, CancellationToken token)
    {
        Task<Secret>? mine = null;
        while (mine is null)
        {
            Task others;
            lock (_gate)
            {
                if (_renewal is null or { IsCompleted: true })
                    _renewal = mine = act();
                others = _renewal;
            }
            if (mine is null)
                await others.WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            token.ThrowIfCancellationRequested();
        }
        await mine.WaitAsync(token);
    }

    /// <summary>Waits for a renewal in progress: its response contains the only token that still works.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.CancelAfter(issuer.Rules.StopTimeout);
        if (_renewal is { } renewal)
            await ((Task)renewal).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    private async Task<Secret> RenewAsync(Secret? refused)
    {
        await Task.Yield();
        try
        {
            if (_unstored is { } waiting)
                return await KeepAsync(waiting);
            var stored = await LoadAsync();
            // Another process may have renewed it meanwhile.
            if (IsGood(stored, refused))
                return Use(stored);
            if (stored.Access is not null && stored.Access.Reveal() == refused?.Reveal()
                && _issued + issuer.Rules.MinAge is var old && time.GetUtcNow() < old)
                throw new CrmException(
                    CrmFailure.ServerError, $"{issuer.Rules.Crm} refuses a token that it has just issued.")
                    { Code = "401", RetryAt = old };
            return await AskAsync(stored);
        }
        catch (CrmException error)
        {
            // It says nothing about the request that needs the token, which is not sent or was refused.
            throw error.BeforeSending();
        }
        catch (IOException error)
        {
            throw Missing(error);
        }
    }

    private bool IsGood(OAuthTokens tokens, Secret? refused) =>
        tokens.Access is { } access && access.Reveal() != refused?.Reveal()
        && !(tokens.Expires - Early <= time.GetUtcNow());

    private async Task<OAuthTokens> LoadAsync()
    {
        var stored = await store.LoadAsync(CancellationToken.None);
        if (stored is not null && (configured is null || stored.Origin == _origin))
            return stored.State != TokenState.Revoked ? stored : throw issuer.NotAuthorized(wereRevoked: true);
        return configured is null
            ? throw issuer.NotAuthorized(wereRevoked: false)
            : new() { Refresh = configured, Origin = _origin };
    }

    private async Task<Secret> AskAsync(OAuthTokens stored)
    {
        _backoff.Check(stored.Refresh);
        if (stored.State == TokenState.Renewing && _current is null)
            issuer.AnswerWasLost();
        // Proves as well that the store is writable, before the token is spent on something that could not be saved.
        var state = issuer.Rules.IsRecorded ? TokenState.Renewing : stored.State;
        await store.SaveAsync(stored with { State = state }, CancellationToken.None);
        try
        {
            return await IssueAsync(stored);
        }
        catch (CrmException error) when (issuer.IsRevoked(error))
        {
            issuer.Revoked(error);
            await store.SaveAsync(stored with { State = TokenState.Revoked }, CancellationToken.None);
            throw;
        }
        catch (CrmException error)
        {
            _backoff.Failed(stored.Refresh, error);
            throw;
        }
    }

    private async Task<Secret> IssueAsync(OAuthTokens old)
    {
        var next = await issuer.IssueAsync(old, _stop.Token);
        _backoff.Over();
        issuer.Renewed(next);
        return await KeepAsync(next);
    }

    // Saved as if they came from the configured code: after a restart that used code must not replace them.
    private Task<Secret> ExchangeCodeAsync(Secret authorizationCode) =>
        StoredAsync(() => IssueAsync(new() { Refresh = authorizationCode, Origin = _origin }));

    private async Task<Secret> RevokeAsync()
    {
        var stored = await KnownAsync(CancellationToken.None) ?? new() { Refresh = new("none"), Origin = _origin };
        await store.SaveAsync(stored with { State = TokenState.Revoked }, CancellationToken.None);
        _current = _unstored = null;
        return stored.Refresh;
    }

    private async Task<Secret> StoredAsync(Func<Task<Secret>> act)
    {
        await Task.Yield();
        try
        {
            return await act();
        }
        catch (IOException error)
        {
            throw Missing(error);
        }
    }

    private CrmException Missing(IOException error) =>
        new(CrmFailure.Unreachable, $"{issuer.Rules.Crm}'s tokens are missing: {error.Message}", error);

    private async Task<Secret> KeepAsync(OAuthTokens tokens)
    {
        // The only copy until it is on disk: without it there would be no way to continue.
        _unstored = tokens;
        await store.SaveAsync(tokens, CancellationToken.None);
        _unstored = null;
        _issued = time.GetUtcNow();
        return Use(tokens);
    }

    private Secret Use(OAuthTokens tokens)
    {
        _current = tokens;
        return tokens.Access!;
    }
}
