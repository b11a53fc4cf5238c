using Itgrix.Runtime.Crms.OAuth;

namespace Itgrix.Tests.Support;

/// <summary>A token file on a disk that is full, or of a service that is killed, at some of its writes.</summary>
internal sealed class FailingTokenStore(ITokenStore store, Func<int, bool> fails) : ITokenStore
{
    private int _saves;

    public Task<OAuthTokens?> LoadAsync(CancellationToken token) => store.LoadAsync(token);

    public Task SaveAsync(OAuthTokens tokens, CancellationToken token) =>
        fails(++_saves) ? Task.FromException(new IOException("No space left.")) : store.SaveAsync(tokens, token);
}
