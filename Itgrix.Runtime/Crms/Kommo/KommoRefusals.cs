using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// What every refusal of Kommo means, and what to do about it: the only place that decides it. The code comes first,
/// then the status.
/// </summary>
/// <remarks>
/// https://developers.kommo.com/ (error codes, validation errors); the codes of the older API, which the present one
/// still gives in its texts; reports about the vendor's library.
/// </remarks>
internal static class KommoRefusals
{
    /// <summary>The code for "no contact or company has the number of the call".</summary>
    public const string NobodyHasTheNumber = "263";

    /// <summary>The code of an entity that does not exist.</summary>
    public const string NotFound = "404";

    /// <summary>The code for "the refresh token or authorization code is used, revoked or expired".</summary>
    public const string TokenEnded = "token_ended";

    private const string GiveRights = " Give the user who authorized the integration the rights for it.";

    private static readonly IReadOnlyDictionary<string, (CrmFailure Failure, string Advice)> Codes =
        new Dictionary<string, (CrmFailure, string)>
    {
        ["101"] = (CrmFailure.Unauthorized, " Kommo knows no such account: correct kommo.account."),
        ["110"] = (CrmFailure.Unauthorized, " Authorize the integration again."),
        ["111"] = (CrmFailure.Unauthorized, " Log in to the account in a browser, it asks for a captcha."),
        ["112"] = (CrmFailure.Unauthorized, " The user who authorized the integration was switched off or deleted."),
        ["113"] = (CrmFailure.Unauthorized, " The account allows no access from this address: add it there."),
        // No right to this kind of entity, or the subscription is over.
        ["244"] = (CrmFailure.Forbidden, " Or the account's subscription is over." + GiveRights),
        ["288"] = (CrmFailure.Forbidden, GiveRights),
        ["402"] = (CrmFailure.Unauthorized, " Pay for the account."),
        ["425"] = (CrmFailure.Forbidden, " The account's plan lacks it."),
        ["426"] = (CrmFailure.Forbidden, " It is switched off in the account."),
    };

    // Without these an entity is worth nothing: it is not sent without them.
    private static readonly string[] Needed =
    [
        "id", "request_id", "phone", "direction", "duration", "source", "text", "complete_till", "metadata",
        "source_name", "source_uid",
    ];

    /// <summary>Why the account or this address is blocked; <c>null</c> when it is not.</summary>
    public static string? BlockedBy(HttpAnswer answer) => (int)answer.Status switch
    {
        403 when answer.Json() is null =>
            "Kommo has blocked this address or integration (403 with a page), because of too many requests. If this "
            + "continues, contact its support.",
        402 => "Kommo refuses everything until the account is paid (402).",
        _ => null,
    };

    /// <summary>The meaning of a failed request.</summary>
    public static (CrmFailure Failure, string Advice) Of(HttpAnswer answer, KommoProblem problem) =>
        problem.Code is { } code && Codes.TryGetValue(code, out var known) ? known : (int)answer.Status switch
        {
            >= 300 and < 400 => (CrmFailure.Unauthorized,
                $" The account seems to be at {Host(answer.Headers.Location)}: correct kommo.account."),
            401 => (CrmFailure.Unauthorized, ""),
            403 => (CrmFailure.Forbidden, GiveRights),
            408 => (CrmFailure.TimedOut, ""),
            429 => (CrmFailure.RateLimited, ""),
            >= 500 => (CrmFailure.ServerError, ""),
            _ => (CrmFailure.Rejected, ""),
        };

    /// <summary>The meaning of the error of one entity of a batch.</summary>
    public static CrmFailure OfEntity(string? code) =>
        code is not null && Codes.TryGetValue(code, out var known) ? known.Failure : CrmFailure.Rejected;

    /// <summary>Whether one request of a batch may have failed the others, so that each is sent alone.</summary>
    public static bool SplitsBatch(CrmException error) =>
        error.Failure is CrmFailure.Rejected or CrmFailure.UnknownUser or CrmFailure.Forbidden;

    /// <summary>Whether the tokens are never accepted again.</summary>
    public static bool EndsToken(KommoProblem problem)
    {
        string[] signs = ["revoked", "expired", "refresh token", "authorization code"];
        return signs.Any(sign => problem.Text.Contains(sign, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Removes a rejected field from an entity, if it is worth something without.</summary>
    /// <param name="entity">The entity, which is changed.</param>
    /// <param name="path">The field as Kommo names it: <c>custom_fields_values.0.field_id</c>.</param>
    /// <param name="phoneField">The id of the field with the number.</param>
    /// <returns>Whether it was removed.</returns>
    public static bool Drop(JsonObject entity, string path, long? phoneField)
    {
        var parts = path.Split('.');
        if (Needed.Contains(parts[0]) || path.StartsWith("_embedded.contacts", StringComparison.Ordinal)
            || path == "custom_fields_values" && phoneField is not null)
            return false;
        if (path == "entity_id")
            entity.Remove("entity_type");
        JsonNode? at = entity;
        for (var depth = 0; depth < parts.Length; depth++)
        {
            switch (at)
            {
                case JsonArray list when int.TryParse(parts[depth], out var index) && index < list.Count:
                    // One of several entities stays without its field; any other part of a list goes as a whole.
                    if (parts[0] == "_embedded" && depth == 2 && parts[1] is "leads" && depth + 1 < parts.Length)
                    {
                        at = list[index];
                        continue;
                    }
                    if ($"{(list[index] as JsonObject)?["field_id"]}" == $"{phoneField}" && phoneField is not null)
                        return false;
                    list.RemoveAt(index);
                    return true;
                case JsonObject fields when depth + 1 == parts.Length || fields[parts[depth]] is JsonValue:
                    return fields.Remove(parts[depth]);
                case JsonObject fields:
                    at = fields[parts[depth]];
                    continue;
                default:
                    return false;
            }
        }
        return false;
    }

    private static string Host(Uri? location) =>
        location is { IsAbsoluteUri: true } ? location.Host : "another address";
}
