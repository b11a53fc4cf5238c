using System.Text.Json;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Interprets responses.</summary>
internal static class KommoAnswers
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    /// <summary>Why the account or this address is blocked; <c>null</c> when it is not.</summary>
    public static string? BlockedBy(HttpAnswer answer) => (int)answer.Status switch
    {
        403 when answer.Json() is null =>
            "Kommo has blocked this address or integration (403 with a page), because of too many requests. If this "
            + "continues, contact its support.",
        402 => "Kommo refuses everything until the account is paid (402).",
        _ => null,
    };

    /// <summary>The response's object, empty for "nothing found" (204).</summary>
    /// <exception cref="CrmException">The request failed, or the response is not valid.</exception>
    public static JsonElement Read(KommoRequest request, HttpAnswer answer)
    {
        if ((int)answer.Status is < 200 or >= 300)
            throw Failure(request, answer);
        if (answer.Body is not { } body)
            throw new CrmException(CrmFailure.TooLarge, $"{request}: the answer exceeds the maximum size.");
        if ((int)answer.Status == 204 || body.Length == 0 && request.Changes)
            return Nothing;
        return answer.Json() ?? throw new CrmException(CrmFailure.Broken,
            $"{request}: Kommo answered {(int)answer.Status}, but with no JSON object: {answer.Beginning()}");
    }

    public static CrmException Failure(KommoRequest request, HttpAnswer answer)
    {
        var problem = KommoProblem.Parse(answer);
        var status = (int)answer.Status;
        return new(FailureOf(status), $"{request}: Kommo answered {status}: {problem.Text}{Advice(answer)}")
        {
            Code = problem.Code ?? status.ToString(),
            Detail = problem.Text,
        };
    }

    private static CrmFailure FailureOf(int status) => status switch
    {
        // The request is valid: a setting or a right is missing.
        >= 300 and < 400 or 401 or 403 => CrmFailure.Unauthorized,
        408 => CrmFailure.TimedOut,
        >= 500 => CrmFailure.ServerError,
        _ => CrmFailure.Rejected,
    };

    private static string Advice(HttpAnswer answer) => (int)answer.Status switch
    {
        >= 300 and < 400 => $" The account seems to be at {Host(answer.Headers.Location)}: correct kommo.account.",
        403 => " Give the user who authorized the integration the rights for it.",
        _ => "",
    };

    private static string Host(Uri? location) =>
        location is { IsAbsoluteUri: true } ? location.Host : "another address";
}
