using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>How requests to the portal are authorized.</summary>
internal abstract class Bitrix24Access : IAsyncDisposable
{
    /// <summary>The address of a method; a webhook's address is a secret.</summary>
    public abstract Uri AddressOf(string method);

    /// <summary>The access token for a request; <c>null</c> with a webhook.</summary>
    public abstract Task<Secret?> TokenAsync(CancellationToken token);

    /// <summary>A new token in place of an expired one; <c>null</c> when there cannot be one.</summary>
    public abstract Task<Secret?> RenewedAsync(Secret expired, CancellationToken token);

    /// <summary>The text without secrets.</summary>
    public string Hide(string text) => Secrets().Where(secret => secret.Reveal().Length > 0)
        .Aggregate(text, (rest, secret) => rest.Replace(secret.Reveal(), "***", StringComparison.OrdinalIgnoreCase));

    public virtual ValueTask DisposeAsync() => default;

    protected abstract IEnumerable<Secret> Secrets();
}
