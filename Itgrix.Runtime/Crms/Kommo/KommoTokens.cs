using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// The tokens in force. A refresh token works once, so one caller at a time renews them; the renewal is recorded
/// before its request, and new tokens are on disk before their use: a restart knows the state after any crash.
/// </summary>
/// <param name="code">The first authorization code; <c>null</c> continues with the stored tokens.</param>
internal sealed class KommoTokens(Secret? code, ITokenStore store, KommoTokenRequests requests, TimeProvider time)
    : IKommoAccess
{
    // A request takes a while; a token that expires on the way would be refused.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);

    // The renewal of a token that was just issued would not help, and never end.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private readonly string _origin = code is null ? "" : PrivateFolder.NameOf(code.Reveal());
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RenewalBackoff _backoff = new(time);
    private OAuthTokens? _current, _unstored;
    private DateTimeOffset _issued;
    private Task<Secret>? _renewal;

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

    /// <summary>
    /// Starts again with an authorization code; when Kommo rejects it, the present tokens stay.
    /// </summary>
    /// <exception cref="CrmException">Kommo gave no tokens.</exception>
    public async Task ReauthorizeAsync(Secret authorizationCode, CancellationToken token)
    {
        Task<Secret>? mine = null;
        while (mine is null)
        {
            Task others;
            lock (_gate)
            {
                if (_renewal is null or { IsCompleted: true })
                    _renewal = mine = ExchangeCodeAsync(authorizationCode);
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
        await _stop.CancelAsync();
        if (_renewal is { } renewal)
            await ((Task)renewal).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
                && time.GetUtcNow() < _issued + Young)
                throw new CrmException(CrmFailure.ServerError, "Kommo refuses a token that it has just issued.")
                    { Code = "401", RetryAt = _issued + Young };
            return await AskAsync(stored);
        }
        catch (IOException error)
        {
            throw new CrmException(CrmFailure.Unreachable, $"Kommo's tokens are missing: {error.Message}", error);
        }
    }

    private bool IsGood(OAuthTokens tokens, Secret? refused) =>
        tokens is { Access: { } access, Expires: { } expires } && access.Reveal() != refused?.Reveal()
        && expires - Early > time.GetUtcNow();

    private async Task<OAuthTokens> LoadAsync()
    {
        var stored = await store.LoadAsync(CancellationToken.None);
        if (stored is not null && (code is null || stored.Origin == _origin))
            return stored.State != TokenState.Revoked ? stored
                : throw KommoTokenRequests.NotAuthorized("Kommo accepts the integration's tokens no more.");
        return code is null
            ? throw KommoTokenRequests.NotAuthorized("The integration has not been authorized in Kommo yet.")
            : new() { Refresh = code, Origin = _origin };
    }

    private async Task<Secret> AskAsync(OAuthTokens stored)
    {
        _backoff.Check();
        if (stored.State == TokenState.Renewing && _current is null)
            KommoLogMessages.AnswerWasLost();
        // Proves as well that the store is writable, before the token is spent on something that could not be saved.
        await store.SaveAsync(stored with { State = TokenState.Renewing }, CancellationToken.None);
        try
        {
            var next = await requests.AskAsync(stored, _stop.Token);
            _backoff.Over();
            KommoLogMessages.Renewed(next.Expires!.Value);
            return await KeepAsync(next);
        }
        catch (CrmException error) when (error.Code == KommoTokenRequests.Ended)
        {
            KommoLogMessages.Revoked(error.Message);
            await store.SaveAsync(stored with { State = TokenState.Revoked }, CancellationToken.None);
            throw;
        }
        catch (CrmException error)
        {
            _backoff.Failed(error);
            throw;
        }
    }

    private async Task<Secret> ExchangeCodeAsync(Secret authorizationCode)
    {
        await Task.Yield();
        // Saved as if they came from the configured code: after a restart that used code must not replace them.
        var next = await requests.AskAsync(new() { Refresh = authorizationCode, Origin = _origin }, _stop.Token);
        _backoff.Over();
        KommoLogMessages.Renewed(next.Expires!.Value);
        try
        {
            return await KeepAsync(next);
        }
        catch (IOException error)
        {
            throw new CrmException(CrmFailure.Unreachable, $"Kommo's tokens are missing: {error.Message}", error);
        }
    }

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
