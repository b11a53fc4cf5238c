using System.Net;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// What every refusal of Bitrix24 means, and what to do about it: the only place that decides it. The words of the
/// portal come first, because one code has several meanings, then its code, then the status.
/// </summary>
/// <remarks>
/// https://apidocs.bitrix24.com/ (system errors, error codes of OAuth and of each method); the source of the telephony
/// module, which boxed portals have; reports about the vendor's SDKs.
/// </remarks>
internal static class Bitrix24Refusals
{
    /// <summary>The method used up its working time; others go on.</summary>
    public const string OperationTimeLimit = "OPERATION_TIME_LIMIT";

    private const string RateLimit = "QUERY_LIMIT_EXCEEDED", NotInBatch = "ERROR_BATCH_METHOD_NOT_ALLOWED";

    private const string NotOpen = "Call is not found (call should be registered";

    private const string InternalError = "it has an internal error; retry later.",
        TooMany = "too many requests; retry later.", AskSupport = "ask Bitrix24's support.",
        Reinstall = "connect the portal again, as ./run.sh connect bitrix24 says.",
        GiveRights = "give telephony, crm, user and task.", NotPaid = "the portal's plan or trial is over: renew it.";

    // Words that are the same in every language of a portal. Each row: a part of the description, and its meaning.
    private static readonly IReadOnlyList<(string Words, Refusal Meaning)> Words =
    [
        ("User is not found or is not active", new(CrmFailure.UnknownUser, "the user was dismissed or deleted.")),
        ("Call is not found in the statistic table", new(CrmFailure.TooEarly, "the call is not finished yet.")),
        ("Unexpected database error", new(CrmFailure.ServerError, InternalError)),
        ("Unknown error encountered while saving file", new(CrmFailure.ServerError, InternalError)),
        ("Could not create temporary directory", new(CrmFailure.ServerError, InternalError)),
        ("query error", new(CrmFailure.ServerError, InternalError)),
        ("deadlock", new(CrmFailure.ServerError, InternalError)),
        ("lock wait timeout", new(CrmFailure.ServerError, InternalError)),
        ("server has gone away", new(CrmFailure.ServerError, InternalError)),
        ("available only on commercial plans", new(CrmFailure.Unauthorized,
            "REST is not part of the portal's plan: check the plan.")),
        ("CALL_START_DATE should be", new(CrmFailure.Rejected, "it needs a date as in ISO 8601.", "CALL_START_DATE")),
    ];

    private static readonly Dictionary<string, Refusal> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        [RateLimit] = new(CrmFailure.RateLimited, TooMany),
        [OperationTimeLimit] = new(CrmFailure.RateLimited, "the method used up its working time; retry later."),
        ["OVERLOAD_LIMIT"] = new(CrmFailure.Unauthorized, "Bitrix24 blocked this portal's REST by hand: " + AskSupport),
        ["expired_token"] = new(CrmFailure.Unauthorized, "the access token is too old."),
        ["invalid_token"] = new(CrmFailure.Unauthorized,
            "it does not know the access token: " + Reinstall),
        ["NO_AUTH_FOUND"] = new(CrmFailure.Unauthorized,
            "it knows no such webhook or token: check bitrix24.webhook or oauth."),
        ["authorization_error"] = new(CrmFailure.Unauthorized, "it does not know the user of the token: " + Reinstall),
        ["INVALID_CREDENTIALS"] = new(CrmFailure.Unauthorized,
            "there is no active webhook with that user and secret: make a new one and set bitrix24.webhook."),
        ["ACCESS_DENIED"] = new(CrmFailure.Forbidden,
            "the user of the webhook or application lacks a right, or REST was switched off: give the right."),
        ["PAYMENT_REQUIRED"] = new(CrmFailure.Unauthorized, NotPaid),
        ["PORTAL_DELETED"] = new(CrmFailure.Unauthorized,
            "the portal was deleted or is closed: check bitrix24's address."),
        ["portal_not_found"] = new(CrmFailure.Unauthorized,
            "it knows no such portal, which was deleted or renamed: check bitrix24's address, then " + Reinstall),
        ["insufficient_scope"] = new(CrmFailure.Forbidden, "the right to this method is missing: " + GiveRights),
        ["invalid_scope"] = new(CrmFailure.Unauthorized,
            "the application asks for rights that it has not: check its settings."),
        ["user_access_error"] = new(CrmFailure.Unauthorized,
            "the application is not open to that user: open it in its settings."),
        ["WRONG_AUTH_TYPE"] = new(CrmFailure.Forbidden,
            "only an application may do that, no webhook: set bitrix24.oauth instead of bitrix24.webhook."),
        ["INVALID_REQUEST"] = new(CrmFailure.Unauthorized, "it does not accept http: give the https address."),
        ["invalid_client"] = new(CrmFailure.Unauthorized,
            "it does not know the application: check client_id and client_secret."),
        ["wrong_client"] = new(CrmFailure.Unauthorized,
            "it does not know the application: check client_id and client_secret."),
        ["APPLICATION_NOT_FOUND"] = new(CrmFailure.Unauthorized, "the application is not installed: " + Reinstall),
        ["NOT_INSTALLED"] = new(CrmFailure.Unauthorized, "the application is not installed: " + Reinstall),
        ["invalid_grant"] = new(CrmFailure.Unauthorized,
            "the refresh token was used before or is too old: " + Reinstall),
        ["bad_verification_code"] = new(CrmFailure.Unauthorized,
            "the refresh token was used before or is too old: " + Reinstall),
        // The methods exist in every portal; an address without the user's number leads to none either.
        ["ERROR_METHOD_NOT_FOUND"] = new(CrmFailure.Forbidden,
            "there is no such method, or the right to it is missing: check bitrix24.webhook, and " + GiveRights),
        ["ERROR_OAUTH"] = new(CrmFailure.Unauthorized, "the application is not installed: " + Reinstall),
        [NotInBatch] = new(CrmFailure.Rejected, "it takes the method only alone."),
        ["INTERNAL_SERVER_ERROR"] = new(CrmFailure.ServerError, InternalError),
        ["ERROR_UNEXPECTED_ANSWER"] = new(CrmFailure.ServerError, InternalError),
        ["INTERNAL_ERROR"] = new(CrmFailure.ServerError, InternalError),
    };

    /// <summary>The meaning of an error.</summary>
    public static Refusal Of(Bitrix24Error error) =>
        Words.FirstOrDefault(row => error.Description.Contains(row.Words, StringComparison.OrdinalIgnoreCase)).Meaning
        ?? Codes.GetValueOrDefault(error.Code) ?? OfStatus(error.Status);

    /// <summary>The meaning of an answer that is no JSON, but a page of a server on the way.</summary>
    public static Refusal OfPage(HttpStatusCode status) => status switch
    {
        >= HttpStatusCode.InternalServerError => new(CrmFailure.ServerError, "the portal has an internal error; "
            + "retry later."),
        HttpStatusCode.PaymentRequired => new(CrmFailure.Unauthorized, NotPaid),
        HttpStatusCode.RequestEntityTooLarge => new(CrmFailure.Rejected,
            "the request is too large: send less, such as a shorter recording."),
        HttpStatusCode.ProxyAuthenticationRequired => new(CrmFailure.Unreachable,
            "the proxy wants a login: give it in crm.proxy or HTTPS_PROXY."),
        HttpStatusCode.RequestTimeout => new(CrmFailure.TimedOut, "it waited too long for the request."),
        HttpStatusCode.TooManyRequests => new(CrmFailure.RateLimited, TooMany),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => new(
            CrmFailure.Unauthorized, "a page instead of an answer: check the portal's address, and whether it, or a "
            + "server in between, blocks this address."),
        _ => new(CrmFailure.Broken, "no answer of its API: a server in between may have answered."),
    };

    /// <summary>Whether the access token is to be renewed once, and the request repeated.</summary>
    public static bool RenewsToken(CrmException error) => Is(error.Code, "expired_token")
        || Is(error.Code, "invalid_token") || Is(error.Code, "NO_AUTH_FOUND");

    /// <summary>
    /// Whether a finish or show failed because the call is not open any more. After a finish with a lost answer that
    /// means that the finish succeeded.
    /// </summary>
    public static bool IsCallNotOpen(CrmException error) =>
        error.Detail?.StartsWith(NotOpen, StringComparison.Ordinal) == true;

    /// <summary>Whether what was asked for does not exist.</summary>
    public static bool IsNotFound(CrmException error) => error.Failure == CrmFailure.Rejected
        && (error.Code?.EndsWith("NOT_FOUND", StringComparison.OrdinalIgnoreCase) == true
            || error.Detail?.Contains("not found", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Whether a command failed only because it was in a batch.</summary>
    public static bool IsOfBatch(CrmException error) => Is(error.Code, NotInBatch);

    /// <summary>Whether an event is sent to that address already.</summary>
    public static bool IsBound(CrmException error) => Is(error.Code, "ERROR_EVENT_BINDING_EXISTS")
        || error.Detail?.Contains("already bind", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the portal's rate limit is reached.</summary>
    public static bool IsRate(Bitrix24Error error) => Is(error.Code, RateLimit)
        || (error.Status == HttpStatusCode.TooManyRequests && !IsOperating(error.Code));

    /// <summary>Whether the method is blocked, and others are not.</summary>
    public static bool IsOperating(string? code) => Is(code, OperationTimeLimit);

    private static Refusal OfStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => new(CrmFailure.RateLimited, TooMany),
        HttpStatusCode.RequestTimeout => new(CrmFailure.TimedOut, "it waited too long for the request."),
        HttpStatusCode.PaymentRequired => new(CrmFailure.Unauthorized, NotPaid),
        HttpStatusCode.Unauthorized => new(CrmFailure.Unauthorized,
            "it denies access: check bitrix24.webhook or oauth."),
        >= HttpStatusCode.InternalServerError => new(CrmFailure.ServerError, InternalError),
        HttpStatusCode.Forbidden => new(CrmFailure.Rejected,
            "the user of the webhook or application may not do that: give the right."),
        _ => new(CrmFailure.Rejected, "it refused the request: check its fields and what hooks made of them."),
    };

    private static bool Is(string? code, string one) => string.Equals(code, one, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The meaning of a refusal.</summary>
/// <param name="Failure">Decides what happens to the request.</param>
/// <param name="Advice">What is wrong, and what to do.</param>
/// <param name="Field">The optional field that the request is sent without; <c>null</c> for none.</param>
internal sealed record Refusal(CrmFailure Failure, string Advice, string? Field = null);
