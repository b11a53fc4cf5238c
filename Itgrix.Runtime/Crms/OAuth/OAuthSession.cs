using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>
/// The tokens in use. They are renewed once for all who wait, and new ones are used only after they were stored: the
/// old refresh token is worth nothing any more, so what a crash loses here only a person can replace.
/// </summary>
/// <param name="configured">The refresh token that a person was given when the application was installed.</param>
/// <param name="store">Where they are kept.</param>
/// <param name="renew">Asks the CRM for new tokens.</param>
/// <param name="time">The clock.</param>
internal sealed class OAuthSession(
    Secret configured, ITokenStore store, Func<Secret, CancellationToken, Task<(Secret Access, Secret Refresh)>> renew,
    TimeProvider time) : IAsyncDisposable
{
    // Who keeps asking with a token that was refused gets blocked.
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMinutes(5);

    private readonly string _origin = PrivateFolder.NameOf(configured.Reveal());
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private OAuthTokens? _current, _unstored;
    private (string Refresh, CrmException Error, DateTimeOffset Until)? _refused;
    private Task<Secret>? _renewal;

    /// <summary>All that must not be told.</summary>
    public IEnumerable<Secret> Secrets => new[]
    {
        configured, _current?.Access, _current?.Refresh, _unstored?.Access, _unstored?.Refresh,
    }.OfType<Secret>();

    /// <summary>The access token, be it from the store or new.</summary>
    public Task<Secret> AccessAsync(CancellationToken token) =>
        _current?.Access is { } access ? Task.FromResult(access) : RenewedAsync(null, token);

    /// <summary>Another access token than the one that no longer opens.</summary>
    /// <exception cref="CrmException">There is none to be had.</exception>
    public Task<Secret> RenewedAsync(Secret? expired, CancellationToken token)
    {
        lock (_gate)
        {
            if (_renewal is null or { IsCompleted: true })
            {
                if (_current?.Access is { } access && access.Reveal() != expired?.Reveal())
                    return Task.FromResult(access);
                // Not the caller's token: who gives up must not take the new tokens with it.
                _renewal = RenewAsync(expired, _stop.Token);
            }
            return _renewal.WaitAsync(token);
        }
    }

    /// <summary>A renewal under way is brought to its end.</summary>
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
            throw new CrmException(CrmFailure.Unreachable, $"The CRM's tokens are not at hand: {error.Message}", error);
        }
    }

    private OAuthTokens First() => new() { Refresh = configured, Origin = _origin };

    private async Task<Secret> AskAsync(OAuthTokens stored, CancellationToken token)
    {
        if (_refused is { } refused && refused.Refresh == stored.Refresh.Reveal() && time.GetUtcNow() < refused.Until)
            throw refused.Error;
        // Shows that the store can be written before the token is spent on something that could not be kept.
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
