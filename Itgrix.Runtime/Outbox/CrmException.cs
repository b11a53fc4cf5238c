namespace Itgrix.Runtime.Outbox;

/// <summary>
/// A CRM did not do what it was asked; the message says what, why and what to do, and contains no secret.
/// </summary>
internal sealed class CrmException(CrmFailure failure, string message, Exception? inner = null)
    : Exception(message, inner), IForeseenFailure
{
    public CrmFailure Failure => failure;

    /// <summary>The CRM's own error code, verbatim; <c>null</c> when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The CRM's own error text; <c>null</c> when there is none.</summary>
    public string? Detail { get; init; }

    /// <summary>The earliest time at which a retry can succeed; <c>null</c> when it is not known.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>
    /// The paths of the fields that the CRM rejects, such as <c>pipeline_id</c>; empty when they are not known.
    /// </summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The parameters to send in place of the refused ones; <c>null</c> when there are none.</summary>
    public JsonObject? Instead { get; private init; }

    /// <summary>Whether it failed before the request itself was sent.</summary>
    public bool IsNotSent { get; private init; }

    /// <summary>Whether the same request may succeed later without anybody's action.</summary>
    public bool IsTransient => failure is not (CrmFailure.Unauthorized or CrmFailure.Forbidden or CrmFailure.Rejected
        or CrmFailure.UnknownUser or CrmFailure.TooLarge);

    /// <summary>
    /// Whether nothing succeeds until somebody changes a setting or a right; the request itself is valid.
    /// </summary>
    public bool NeedsAPerson => failure is CrmFailure.Unauthorized or CrmFailure.Forbidden;

    /// <summary>
    /// Whether it is retried later: an administrator who corrects a setting, such as a missing right, does not notify
    /// this service.
    /// </summary>
    public bool IsRetried => IsTransient || NeedsAPerson;

    /// <summary>Whether the CRM may have processed the request, so that a retry may duplicate its effect.</summary>
    public bool OutcomeUnknown => !IsNotSent && failure is CrmFailure.TimedOut or CrmFailure.Lost
        or CrmFailure.ServerError or CrmFailure.Broken or CrmFailure.TooLarge;

    /// <summary>
    /// The same failure for a request that depended on this one, such as on a token renewal: nobody rejected that
    /// request, so it waits.
    /// </summary>
    public CrmException BeforeSending() =>
        Copy(IsRetried ? failure : CrmFailure.Unauthorized, RetryAt, isNotSent: true, Instead);

    /// <summary>The same failure, which is not tried again before that time.</summary>
    public CrmException RetriedAt(DateTimeOffset time) => Copy(failure, time, IsNotSent, Instead);

    /// <summary>The same failure of a request that is sent again with other parameters.</summary>
    public CrmException Amended(JsonObject instead) => Copy(failure, RetryAt, IsNotSent, instead);

    private CrmException Copy(
        CrmFailure kind, DateTimeOffset? retryAt, bool isNotSent, JsonObject? instead) =>
        new(kind, Message, this)
        {
            Code = Code, Detail = Detail, RetryAt = retryAt, Fields = Fields, IsNotSent = isNotSent,
            Instead = instead,
        };
}
