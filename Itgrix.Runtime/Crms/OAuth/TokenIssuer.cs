using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>Requests tokens from a CRM, and decides what its refusal means.</summary>
internal abstract class TokenIssuer
{
    /// <summary>The code of the failure without tokens: the account awaits an administrator.</summary>
    public const string NotConnected = "not_connected";

    public abstract RenewalRules Rules { get; }

    /// <summary>Requests new tokens in place of these; without an access token they are the first ones.</summary>
    /// <exception cref="CrmException">There are no new tokens.</exception>
    public abstract Task<OAuthTokens> IssueAsync(OAuthTokens old, CancellationToken stop);

    /// <summary>Whether the tokens are never accepted again, so that no other request is made with them.</summary>
    public virtual bool IsRevoked(CrmException error) => false;

    /// <summary>The failure without tokens that the CRM may accept.</summary>
    /// <param name="wereRevoked">Whether there were any before.</param>
    public virtual CrmException NotAuthorized(bool wereRevoked) =>
        new(CrmFailure.Unauthorized, $"{Rules.Crm} accepts no token: authorize again.") { Code = NotConnected };

    /// <summary>Logs that the tokens were renewed.</summary>
    public abstract void Renewed(OAuthTokens tokens);

    /// <summary>Logs that they were not renewed, and when it is tried again.</summary>
    public virtual void NotRenewed(CrmException error, DateTimeOffset next)
    {
    }

    /// <summary>Logs that they are revoked.</summary>
    public virtual void Revoked(CrmException error)
    {
    }

    /// <summary>Logs that the response to a renewal was lost with the process that requested it.</summary>
    public virtual void AnswerWasLost()
    {
    }
}
