using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>Replaces users in a request that the CRM refuses, because they were dismissed or deleted.</summary>
/// <param name="employees">The active users.</param>
/// <param name="defaultUser">The user who comes last.</param>
/// <param name="setting">The name of that setting, for messages.</param>
internal sealed class NamedUsers(Employees employees, Func<long> defaultUser, string setting)
{
    /// <summary>
    /// The failure with the parameters to send instead; unchanged when no user of the request is the cause. Refused
    /// users are forgotten, and the users read again.
    /// </summary>
    /// <param name="error">The refusal.</param>
    /// <param name="parameters">What was refused.</param>
    /// <param name="fields">The fields that name a user.</param>
    /// <param name="token">Cancels.</param>
    public async Task<CrmException> AmendAsync(
        CrmException error, JsonObject parameters, IReadOnlyList<UserField> fields, CancellationToken token)
    {
        if (error.Failure is not (CrmFailure.UnknownUser or CrmFailure.Rejected))
            return error;
        List<(UserField Field, long Id)> named =
            [.. fields.Select(field => (field, field.IdIn(parameters))).Where(one => one.Item2 > 0)];
        if (named.Count == 0)
            return error;
        foreach (var (field, id) in named)
        {
            if (error.Fields.Contains(field.Name)
                || error.Failure == CrmFailure.UnknownUser && named.TrueForAll(one => one.Id == id))
                employees.Refuse(id);
        }
        await employees.RecheckAsync(token);
        var changed = parameters.DeepClone().AsObject();
        foreach (var (field, id) in named)
        {
            if (!await employees.IsActiveAsync(id, token) && !await ReplaceAsync(changed, field, id, token))
                return new(CrmFailure.Unauthorized, $"{error.Message} No other user is left for it: set {setting} "
                    + "to the id of an active user.", error) { Code = error.Code, Detail = error.Detail };
        }
        return JsonNode.DeepEquals(changed, parameters) ? error : error.Amended(changed);
    }

    // False: nobody is left.
    private async Task<bool> ReplaceAsync(JsonObject parameters, UserField field, long id, CancellationToken token)
    {
        var next = field.IsOptional ? []
            : (parameters[PseudoParameters.Users] as JsonArray ?? []).Select(UserField.Id);
        foreach (var other in next.Append(defaultUser()).Where(other => other > 0 && other != id))
        {
            if (!await employees.IsActiveAsync(other, token))
                continue;
            field.Set(parameters, other);
            return true;
        }
        if (field.IsOptional)
            field.Set(parameters, null);
        return field.IsOptional;
    }
}

/// <summary>A field of a request that names a user, in the request itself or in its <c>fields</c>.</summary>
/// <param name="IsOptional">Whether the request may be sent without it.</param>
internal sealed record UserField(string Name, bool IsOptional = false)
{
    public long IdIn(JsonObject parameters) => Id(Place(parameters)[Name]);

    public void Set(JsonObject parameters, long? id)
    {
        if (id is null)
            Place(parameters).Remove(Name);
        else
            Place(parameters)[Name] = id;
    }

    /// <summary>The id, written as a number or a text; 0 when it is none.</summary>
    public static long Id(JsonNode? value) => value is JsonValue
        && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private JsonObject Place(JsonObject parameters) =>
        parameters["fields"] is JsonObject fields && fields.ContainsKey(Name) ? fields : parameters;
}
