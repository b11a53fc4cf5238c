using System.Security.Cryptography;

namespace Itgrix.Runtime.Crms;

/// <summary>The secrets of links by which an administrator connects an account: each opens once, for a while.</summary>
internal sealed class ConnectLinks(TimeProvider time)
{
    /// <summary>For how long a link is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private const int Max = 20, Bytes = 24;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _open = [];

    /// <summary>A new secret; of too many, the oldest opens no more.</summary>
    public string Create()
    {
        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        lock (_lock)
        {
            if (_open.Count >= Max)
                _open.Remove(_open.MinBy(one => one.Value).Key);
            _open[state] = time.GetUtcNow() + Lifetime;
        }
        return state;
    }

    /// <summary>Whether it is one of these; it opens no second time.</summary>
    public bool Use(string state)
    {
        lock (_lock)
            return _open.Remove(state, out var until) && time.GetUtcNow() < until;
    }
}
