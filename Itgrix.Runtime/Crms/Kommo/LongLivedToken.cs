using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// A token that is issued for years. After a refusal it is retried now and then, not with every call.
/// </summary>
internal sealed class LongLivedToken(Secret secret, TimeProvider time) : IAccessTokens
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private DateTimeOffset _from;

    public Task<Secret> CurrentAsync(CancellationToken token)
    {
        lock (_gate)
            return time.GetUtcNow() < _from ? throw Refused() : Task.FromResult(secret);
    }

    public Task<Secret> RenewedAsync(Secret refused, CancellationToken token)
    {
        lock (_gate)
        {
            _from = time.GetUtcNow() + RetryDelay;
            throw Refused();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private CrmException Refused() => new(CrmFailure.Unauthorized,
        "Kommo refuses the long-lived token: it has expired, or the integration was switched off. Issue a new one "
        + "on the integration's page and put it into kommo.long_lived_token.") { Code = "401", RetryAt = _from };
}
