namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>The tokens of an application at a CRM.</summary>
internal sealed record OAuthTokens
{
    /// <summary>The access token, valid for an hour or so; <c>null</c> before the first renewal.</summary>
    public Secret? Access { get; init; }

    /// <summary>The refresh token, valid for one renewal.</summary>
    public required Secret Refresh { get; init; }

    /// <summary>A hash of the configured token that these come from: another configured token replaces them.</summary>
    public required string Origin { get; init; }

    /// <summary>When the access token expires, where the CRM reports it.</summary>
    public DateTimeOffset? Expires { get; init; }

    public TokenState State { get; init; }

    /// <summary>The token in the CRM's own requests, from the installation; <c>null</c> when it sent none.</summary>
    public Secret? Application { get; init; }

    /// <summary>The CRM's id of the account that the tokens are of; empty when it is not known.</summary>
    public string Account { get; init; } = "";
}
