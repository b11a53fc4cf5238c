using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>
/// The tokens in use. Concurrent callers share one renewal, and new tokens are used only after they are saved: the old
/// refresh token is void by then, so only an administrator can replace one that a crash loses.
/// </summary>
/// <param name="configured">The refresh token from the installation of the application.</param>
/// <param name="store">Persists the tokens.</param>
/// <param name="renew">Requests new tokens from the CRM.</param>
/// <param name="time">The clock.</param>
internal sealed class OAuthSession(
    Secret configured, ITokenStore store, Func<Secret, CancellationToken, Task<(Secret Access, Secret Refresh)>> renew,
    TimeProvider time) : IAsyncDisposable
{
    // Repeated requests with a refused token lead to a block.
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMinutes(5);

    private readonly string _origin = PrivateFolder.NameOf(configured.Reveal());
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private OAuthTokens? _current, _unstored;
    private (string Refresh, CrmException Error, DateTimeOffset Until)? _refused;
    private Task<Secret>? _renewal;

    /// <summary>The secrets to hide in messages.</summary>
    public IEnumerable<Secret> Secrets => new[]
    {
        configured, _current?.Access, _current?.Refresh, _unstored?.Access, _unstored?.Refresh,
    }.OfType<Secret>();

    /// <summary>The access token, from the store or a renewal.</summary>
    public Task<Secret> AccessAsync(CancellationToken token) =>
        _current?.Access is { } access ? Task.FromResult(access) : RenewedAsync(null, token);

    /// <summary>A new access token in place of an expired one.</summary>
    /// <exception cref="CrmException">There is none.</exception>
    public Task<Secret> RenewedAsync(Secret? expired, CancellationToken token)
    {
        lock (_gate)
        {
            if (_renewal is null or { IsCompleted: true })
            {
                if (_current?.Access is { } access && access.Reveal() != expired?.Reveal())
                    return Task.FromResult(access);
                // Not the caller's token: a caller that cancels must not cancel the renewal.
                _renewal = RenewAsync(expired, _stop.Token);
            }
            return _renewal.WaitAsync(token);
        }
    }

    /// <summary>Waits for a renewal in progress.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.CancelAfter(TimeSpan.FromSeconds(5));
        if (_renewal is { } renewal)
            await renewal.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task<Secret> RenewAsync(Secret? expired, CancellationToken token)
    {
        await Task.Yield();
        try
        {
            if (_unstored is { } waiting)
                return await KeepAsync(waiting);
            var stored = await store.LoadAsync(token) is { } found && found.Origin == _origin ? found : First();
            if (stored.Access is { } other && other.Reveal() != expired?.Reveal())
                return Use(stored);
            return await AskAsync(stored, token);
        }
        catch (CrmException error) when (error.OutcomeUnknown)
        {
            throw error.BeforeSending();
        }
        catch (IOException error)
        {
            throw new CrmException(CrmFailure.Unreachable, $"The CRM's tokens are missing: {error.Message}", error);
        }
    }

    private OAuthTokens First() => new() { Refresh = configured, Origin = _origin };

    private async Task<Secret> AskAsync(OAuthTokens stored, CancellationToken token)
    {
        if (_refused is { } refused && refused.Refresh == stored.Refresh.Reveal() && time.GetUtcNow() < refused.Until)
            throw refused.Error;
        // Proves that the store is writable before the token is spent on something that could not be saved.
        await store.SaveAsync(stored, token);
        try
        {
            var (access, refresh) = await renew(stored.Refresh, token);
            return await KeepAsync(stored with { Access = access, Refresh = refresh });
        }
        catch (CrmException error) when (error.NeedsAPerson)
        {
            _refused = (stored.Refresh.Reveal(), error, time.GetUtcNow() + PauseAfterRefusal);
            throw;
        }
    }

    private async Task<Secret> KeepAsync(OAuthTokens tokens)
    {
        _unstored = tokens;
        await store.SaveAsync(tokens, CancellationToken.None);
        _unstored = null;
        return Use(tokens);
    }

    private Secret Use(OAuthTokens tokens)
    {
        _current = tokens;
        return tokens.Access!;
    }
}
