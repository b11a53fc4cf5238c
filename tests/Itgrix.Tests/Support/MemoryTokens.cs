using Itgrix.Runtime.Crms.OAuth;

namespace Itgrix.Tests.Support;

/// <summary>Tokens in memory, with saves that fail on demand.</summary>
internal sealed class MemoryTokens : ITokenStore
{
    public OAuthTokens? Saved { get; private set; }

    public int Saves { get; private set; }

    /// <summary>The attempts to save that fail, counted from 1.</summary>
    public HashSet<int> Failing { get; } = [];

    public Task<OAuthTokens?> LoadAsync(CancellationToken token) => Task.FromResult(Saved);

    public Task SaveAsync(OAuthTokens tokens, CancellationToken token)
    {
        if (Failing.Contains(++Saves))
            throw new IOException("No space left on device.");
        Saved = tokens;
        return Task.CompletedTask;
    }
}
