namespace Itgrix.Runtime.Outbox;

/// <summary>Why a CRM did not do what it was asked.</summary>
internal enum CrmFailure
{
    /// <summary>There was no connection, so nothing was sent.</summary>
    Unreachable,

    /// <summary>It was sent, but not answered in time.</summary>
    TimedOut,

    /// <summary>The connection broke after it was sent.</summary>
    Lost,

    /// <summary>The CRM has trouble of its own (5xx).</summary>
    ServerError,

    /// <summary>Too much was asked of it; it did nothing.</summary>
    RateLimited,

    /// <summary>It does not find yet what it was told a moment before; it did nothing.</summary>
    TooEarly,

    /// <summary>It does not let us in: settings or rights need a person.</summary>
    Unauthorized,

    /// <summary>It understood and refused; the same request is refused again.</summary>
    Rejected,

    /// <summary>What came is no answer of the CRM's interface: a page, half a text.</summary>
    Broken,

    /// <summary>The answer is larger than any should be.</summary>
    TooLarge,
}
