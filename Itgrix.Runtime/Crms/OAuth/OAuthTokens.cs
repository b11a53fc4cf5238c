using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>The tokens of an application at a CRM.</summary>
internal sealed record OAuthTokens
{
    /// <summary>Opens the CRM for an hour or so; <c>null</c> before the first renewal.</summary>
    public Secret? Access { get; init; }

    /// <summary>Good for one renewal.</summary>
    public required Secret Refresh { get; init; }

    /// <summary>A hash of the configured token that these grew from: another one there starts anew.</summary>
    public required string Origin { get; init; }

    /// <summary>When the access token ends, where the CRM says so.</summary>
    public DateTimeOffset? Expires { get; init; }

    public TokenState State { get; init; }
}
