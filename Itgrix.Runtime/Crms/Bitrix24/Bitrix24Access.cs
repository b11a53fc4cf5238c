using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>How the portal lets us in.</summary>
internal abstract class Bitrix24Access : IAsyncDisposable
{
    /// <summary>Where a method is called; with a webhook the address is a secret.</summary>
    public abstract Uri AddressOf(string method);

    /// <summary>What goes with each request; <c>null</c> with a webhook.</summary>
    public abstract Task<Secret?> TokenAsync(CancellationToken token);

    /// <summary>Another one, because that one is too old; <c>null</c> when there cannot be one.</summary>
    public abstract Task<Secret?> RenewedAsync(Secret expired, CancellationToken token);

    /// <summary>The text without anything that must not be told.</summary>
    public string Hide(string text) => Secrets().Where(secret => secret.Reveal().Length > 0)
        .Aggregate(text, (rest, secret) => rest.Replace(secret.Reveal(), "***", StringComparison.OrdinalIgnoreCase));

    public virtual ValueTask DisposeAsync() => default;

    protected abstract IEnumerable<Secret> Secrets();
}
