namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>Persists an application's tokens.</summary>
internal interface ITokenStore
{
    /// <summary>Loads the tokens that were saved last; <c>null</c> when there are none yet.</summary>
    /// <exception cref="IOException">They cannot be read; the message says what to do.</exception>
    Task<OAuthTokens?> LoadAsync(CancellationToken token);

    /// <summary>Saves the tokens; when it completes, they survive a power failure.</summary>
    /// <exception cref="IOException">They cannot be written; the message says what to do.</exception>
    Task SaveAsync(OAuthTokens tokens, CancellationToken token);
}
