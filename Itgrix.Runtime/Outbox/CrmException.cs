using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// A CRM did not do what it was asked; the message says what, why and what to do, and holds no secret.
/// </summary>
internal sealed class CrmException(CrmFailure failure, string message, Exception? inner = null)
    : Exception(message, inner), IForeseenFailure
{
    public CrmFailure Failure => failure;

    /// <summary>The CRM's own code of the error, as it wrote it; <c>null</c> when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The CRM's own words; <c>null</c> when there are none.</summary>
    public string? Detail { get; init; }

    /// <summary>Before this time the same request fails the same way; <c>null</c> when that is not known.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>It failed on the way to the request, which was not sent itself.</summary>
    public bool IsNotSent { get; private init; }

    /// <summary>The same request may succeed later without anybody doing something.</summary>
    public bool IsTransient => failure is not (CrmFailure.Unauthorized or CrmFailure.Rejected or CrmFailure.TooLarge);

    /// <summary>Nothing will succeed until somebody changes a setting or a right; the request itself is fine.</summary>
    public bool NeedsAPerson => failure is CrmFailure.Unauthorized;

    /// <summary>Before it is sent again, the CRM is asked whether it has it.</summary>
    public bool IsLookedForNext { get; private init; }

    /// <summary>The CRM may have done it all the same, so that a repetition may do it twice.</summary>
    public bool OutcomeUnknown => IsLookedForNext || !IsNotSent && failure is CrmFailure.TimedOut or CrmFailure.Lost
        or CrmFailure.ServerError or CrmFailure.Broken or CrmFailure.TooLarge;

    /// <summary>The same for a request that waited for this, such as for a token.</summary>
    public CrmException BeforeSending() =>
        new(failure, Message, this) { Code = Code, Detail = Detail, RetryAt = RetryAt, IsNotSent = true };

    /// <summary>The same for what somebody else may do before it is sent again.</summary>
    public CrmException LookedForNext() => new(failure, Message, this)
        { Code = Code, Detail = Detail, RetryAt = RetryAt, IsNotSent = IsNotSent, IsLookedForNext = true };
}
