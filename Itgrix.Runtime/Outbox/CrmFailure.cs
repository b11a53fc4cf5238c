namespace Itgrix.Runtime.Outbox;

/// <summary>Why a CRM did not do what it was asked.</summary>
internal enum CrmFailure
{
    /// <summary>The connection failed, so nothing was sent.</summary>
    Unreachable,

    /// <summary>The request was sent, but not answered within the timeout.</summary>
    TimedOut,

    /// <summary>The connection was lost after the request was sent.</summary>
    Lost,

    /// <summary>The CRM has an internal error (5xx).</summary>
    ServerError,

    /// <summary>The rate limit was exceeded; the CRM did nothing.</summary>
    RateLimited,

    /// <summary>The CRM does not find yet what it was sent a moment before; it did nothing.</summary>
    TooEarly,

    /// <summary>The CRM denies access: an administrator must correct settings or rights.</summary>
    Unauthorized,

    /// <summary>
    /// The CRM denies this request for lack of a right, others are not affected: an administrator must give it.
    /// </summary>
    Forbidden,

    /// <summary>The CRM understood the request and rejected it; a retry is rejected again.</summary>
    Rejected,

    /// <summary>The CRM rejects a user that the request names: dismissed, deleted, or not one of its own.</summary>
    UnknownUser,

    /// <summary>The response is not one of the CRM's API: an HTML page, a truncated text.</summary>
    Broken,

    /// <summary>The response exceeds the maximum size.</summary>
    TooLarge,
}
