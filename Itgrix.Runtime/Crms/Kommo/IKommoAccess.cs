using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Where the token comes from that goes with each request.</summary>
internal interface IKommoAccess : IAsyncDisposable
{
    /// <exception cref="CrmException">There is none, and none to be had now.</exception>
    Task<Secret> CurrentAsync(CancellationToken token);

    /// <summary>Another one, after the CRM refused this one.</summary>
    /// <exception cref="CrmException">There is none to be had now.</exception>
    Task<Secret> RenewedAsync(Secret refused, CancellationToken token);
}
