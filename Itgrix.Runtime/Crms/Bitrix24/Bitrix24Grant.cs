namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Tokens that the vendor's server gave, and of which portal they are.</summary>
internal sealed record Bitrix24Grant(Secret Access, Secret Refresh)
{
    /// <summary>The portal's REST address; <c>null</c> when it was not named.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The portal's id, which stays when it is renamed; empty when it was not named.</summary>
    public string MemberId { get; init; } = "";
}
