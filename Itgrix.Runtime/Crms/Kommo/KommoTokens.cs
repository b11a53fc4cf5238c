using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// The tokens in force. A refresh token works once, so new ones are asked for by one at a time, which is noted before
/// they are asked for, and they are on disk before they are used: whenever the service dies, it knows where it stood.
/// </summary>
/// <param name="code">The authorization code to begin with; <c>null</c> goes on with what is stored.</param>
internal sealed class KommoTokens(Secret? code, ITokenStore store, KommoTokenRequests requests, TimeProvider time)
    : IKommoAccess
{
    // A request takes a while; a token that ends on the way would be refused.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);

    // To renew one that was just issued would not help, and never end.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private readonly string _origin = code is null ? "" : PrivateFolder.NameOf(code.Reveal());
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RenewalBackoff _pause = new(time);
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
                // Not the caller's token: who gives up must not take the new tokens with it.
                _renewal = RenewAsync(refused);
            }
            return _renewal.WaitAsync(token);
        }
    }

    /// <summary>
    /// Begins anew with an authorization code; when Kommo gives nothing for it, the present tokens stay.
    /// </summary>
    /// <exception cref="CrmException">Kommo gave no tokens.</exception>
    public async Task BeginAnewAsync(Secret authorizationCode, CancellationToken token)
    {
        Task<Secret>? mine = null;
        while (mine is null)
        {
            Task others;
            lock (_gate)
            {
                if (_renewal is null or { IsCompleted: true })
                    _renewal = mine = AskAnewAsync(authorizationCode);
                others = _renewal;
            }
            if (mine is null)
                await others.WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            token.ThrowIfCancellationRequested();
        }
        await mine.WaitAsync(token);
    }

    /// <summary>A renewal under way is brought to its end: its answer has the only token that still works.</summary>
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
            // It may have been renewed meanwhile by another process.
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
            throw new CrmException(CrmFailure.Unreachable, $"Kommo's tokens are not at hand: {error.Message}", error);
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
                : throw KommoTokenRequests.NotAuthorized("Kommo takes the integration's tokens no more.");
        return code is null
            ? throw KommoTokenRequests.NotAuthorized("The integration has not been authorized in Kommo yet.")
            : new() { Refresh = code, Origin = _origin };
    }

    private async Task<Secret> AskAsync(OAuthTokens stored)
    {
        _pause.Check();
        if (stored.State == TokenState.Renewing && _current is null)
            KommoLogMessages.AnswerWasLost();
        // Shows as well that the store can be written, before the token is spent on something that could not be kept.
        await store.SaveAsync(stored with { State = TokenState.Renewing }, CancellationToken.None);
        try
        {
            var next = await requests.AskAsync(stored, _stop.Token);
            _pause.Over();
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
            _pause.Failed(error);
            throw;
        }
    }

    private async Task<Secret> AskAnewAsync(Secret authorizationCode)
    {
        await Task.Yield();
        // As if they had grown from the configured code: after a restart that one, used up, must not begin anew.
        var next = await requests.AskAsync(new() { Refresh = authorizationCode, Origin = _origin }, _stop.Token);
        _pause.Over();
        KommoLogMessages.Renewed(next.Expires!.Value);
        try
        {
            return await KeepAsync(next);
        }
        catch (IOException error)
        {
            throw new CrmException(CrmFailure.Unreachable, $"Kommo's tokens are not at hand: {error.Message}", error);
        }
    }

    private async Task<Secret> KeepAsync(OAuthTokens tokens)
    {
        // Only here until it is on disk: without it there would be no way on.
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
