using System.Net;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What an error of Bitrix24 means and what to do about it.</summary>
/// <remarks>https://apidocs.bitrix24.com/ (system errors, error codes of OAuth)</remarks>
/// <param name="Status">The status of the answer.</param>
/// <param name="Code">Its <c>error</c>, often empty.</param>
/// <param name="Description">Its <c>error_description</c>, safe for a message.</param>
internal sealed record Bitrix24Error(HttpStatusCode Status, string Code, string Description)
{
    public const string ExpiredToken = "expired_token";

    public const string OperationTimeLimit = "OPERATION_TIME_LIMIT";

    private const string AskSupport = "ask Bitrix24's support.";

    private static readonly Dictionary<string, (CrmFailure Failure, string Advice)> Known =
        new(StringComparer.OrdinalIgnoreCase)
    {
        ["QUERY_LIMIT_EXCEEDED"] = (CrmFailure.RateLimited, "too many requests; retry later."),
        [OperationTimeLimit] = (CrmFailure.RateLimited, "the method used up its working time; retry later."),
        ["OVERLOAD_LIMIT"] = (CrmFailure.Unauthorized, "Bitrix24 blocked this portal's REST by hand: " + AskSupport),
        [ExpiredToken] = (CrmFailure.Unauthorized, "the access token is too old."),
        ["invalid_token"] = (CrmFailure.Unauthorized,
            "it does not know the access token: install the application again."),
        ["NO_AUTH_FOUND"] = (CrmFailure.Unauthorized,
            "it knows no such webhook or token: check bitrix24.webhook or oauth."),
        ["INVALID_CREDENTIALS"] = (CrmFailure.Unauthorized,
            "there is no active webhook with that user and secret: make a new one and set bitrix24.webhook."),
        ["ACCESS_DENIED"] = (CrmFailure.Unauthorized,
            "REST is not part of the portal's plan, or was switched off: check the plan."),
        ["PAYMENT_REQUIRED"] = (CrmFailure.Unauthorized, "the portal's plan or trial is over: renew it."),
        ["PORTAL_DELETED"] = (CrmFailure.Unauthorized,
            "the portal was deleted or is closed: check bitrix24's address."),
        ["insufficient_scope"] = (CrmFailure.Unauthorized,
            "the right to this method is missing: give telephony, crm, user and task."),
        ["invalid_scope"] = (CrmFailure.Unauthorized,
            "the application asks for rights that it has not: check its settings."),
        ["user_access_error"] = (CrmFailure.Unauthorized,
            "the application is not open to that user: open it in its settings."),
        ["WRONG_AUTH_TYPE"] = (CrmFailure.Unauthorized,
            "only an application may do that, no webhook: set bitrix24.oauth instead of bitrix24.webhook."),
        ["INVALID_REQUEST"] = (CrmFailure.Unauthorized,
            "it does not accept http: give the https address."),
        ["invalid_client"] = (CrmFailure.Unauthorized,
            "it does not know the application: check client_id and client_secret."),
        ["APPLICATION_NOT_FOUND"] = (CrmFailure.Unauthorized, "the application is not installed: install it again."),
        ["invalid_grant"] = (CrmFailure.Unauthorized,
            "the refresh token was used before or is too old: install the application again and set "
                + "oauth.refresh_token."),
        ["ERROR_METHOD_NOT_FOUND"] = (CrmFailure.Rejected,
            "there is no such method, or the right to it is missing: give telephony, crm, user and task."),
        ["INTERNAL_SERVER_ERROR"] = (CrmFailure.ServerError, "it has an internal error; retry later."),
        ["ERROR_UNEXPECTED_ANSWER"] = (CrmFailure.ServerError, "it has an internal error; retry later."),
    };

    /// <summary>
    /// Whether a finish or show failed because the call is not open any more. After a finish with a lost answer that
    /// means that the finish succeeded.
    /// </summary>
    public static bool IsCallNotOpen(CrmException error) =>
        error.Detail?.StartsWith("Call is not found (call should be registered", StringComparison.Ordinal) == true;

    public bool IsRate => Is("QUERY_LIMIT_EXCEEDED") || (Status == HttpStatusCode.TooManyRequests && !IsOperating);

    public bool IsOperating => Is(OperationTimeLimit);

    /// <param name="what">The method and the portal.</param>
    /// <param name="retryAt">The earliest time at which a retry can succeed.</param>
    public CrmException ToException(string what, DateTimeOffset? retryAt = null)
    {
        var (failure, advice) = Meaning();
        var words = Description.Length > 0 && Description != Code ? $" \"{Description}\"" : "";
        var code = Code.Length > 0 ? $" {Code}" : "";
        return new(failure, $"{what}: {(int)Status}{code}{words}: {advice}")
            { Code = Code, Detail = Description, RetryAt = retryAt };
    }

    private (CrmFailure Failure, string Advice) Meaning() =>
        Known.TryGetValue(Code, out var known) ? known : Status switch
        {
            HttpStatusCode.TooManyRequests => (CrmFailure.RateLimited, "too many requests; retry later."),
            HttpStatusCode.RequestTimeout => (CrmFailure.TimedOut, "it waited too long for the request."),
            HttpStatusCode.Unauthorized => (CrmFailure.Unauthorized,
                "it denies access: check bitrix24.webhook or oauth."),
            >= HttpStatusCode.InternalServerError => (CrmFailure.ServerError, "it has an internal error; retry later."),
            HttpStatusCode.Forbidden => (CrmFailure.Rejected,
                "the user of the webhook or application may not do that: give the right."),
            _ => (CrmFailure.Rejected, "it refused the request: check its fields and what hooks made of them."),
        };

    private bool Is(string code) => string.Equals(Code, code, StringComparison.OrdinalIgnoreCase);
}
