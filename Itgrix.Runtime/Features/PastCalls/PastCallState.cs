namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>What becomes of a past call that is to be told again.</summary>
internal enum PastCallState
{
    /// <summary>It is told now, or the CRM is found to have it.</summary>
    Queued,

    /// <summary>It was told to its end.</summary>
    Complete,

    /// <summary>It is known to its end and waits to be told, for the CRM or for a person.</summary>
    Waiting,

    /// <summary>It goes on: it is told as it does.</summary>
    UnderWay,

    /// <summary>It is within the company or shows no number: nothing for a CRM.</summary>
    Internal,

    /// <summary>Asterisk's channel events say nothing of it.</summary>
    NotFound,

    /// <summary>It could not be read; the log says why.</summary>
    Failed,
}
