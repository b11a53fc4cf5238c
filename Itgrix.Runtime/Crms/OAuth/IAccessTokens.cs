using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>Provides the access token of requests to a CRM.</summary>
internal interface IAccessTokens : IAsyncDisposable
{
    /// <exception cref="CrmException">There is no token, and none can be obtained now.</exception>
    Task<Secret> CurrentAsync(CancellationToken token);

    /// <summary>A new token, after the CRM refused this one.</summary>
    /// <exception cref="CrmException">No token can be obtained now.</exception>
    Task<Secret> RenewedAsync(Secret refused, CancellationToken token);
}
