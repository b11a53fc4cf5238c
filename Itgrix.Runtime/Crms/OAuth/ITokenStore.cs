namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>Keeps an application's tokens through restarts.</summary>
internal interface ITokenStore
{
    /// <summary>What was saved last; <c>null</c> when there is nothing yet.</summary>
    /// <exception cref="IOException">It cannot be read; the message says what to do.</exception>
    Task<OAuthTokens?> LoadAsync(CancellationToken token);

    /// <summary>Done when a power failure could no longer lose it.</summary>
    /// <exception cref="IOException">It cannot be written; the message says what to do.</exception>
    Task SaveAsync(OAuthTokens tokens, CancellationToken token);
}
