namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>
/// The tokens of a service that runs: they are read, and never renewed, because a refresh token works once and the
/// service needs it.
/// </summary>
internal sealed class BorrowedTokens(ITokenStore owner) : ITokenStore
{
    public Task<OAuthTokens?> LoadAsync(CancellationToken token) => owner.LoadAsync(token);

    public Task SaveAsync(OAuthTokens tokens, CancellationToken token) => throw new IOException(
        "the running service has no valid token, which it alone renews: its log and /status say why, and this look is "
        + "complete while it does not run.");
}
