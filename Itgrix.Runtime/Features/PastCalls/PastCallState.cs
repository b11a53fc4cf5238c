namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>Result of reading a past call to deliver it again.</summary>
internal enum PastCallState
{
    /// <summary>It is being delivered, or found in the CRM.</summary>
    Queued,

    /// <summary>It was delivered completely.</summary>
    Complete,

    /// <summary>The outbox has it completely and waits for the CRM or for a person.</summary>
    Waiting,

    /// <summary>It is in progress, and delivered as it goes on.</summary>
    UnderWay,

    /// <summary>It is internal or has no client number: not for a CRM.</summary>
    Internal,

    /// <summary>Asterisk's channel events do not have it.</summary>
    NotFound,

    /// <summary>It could not be read; the log says why.</summary>
    Failed,
}
