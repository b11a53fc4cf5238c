using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Reads the answers to a registration and to the end of a call.</summary>
internal static class Bitrix24Registration
{
    /// <summary>What the registration found and created. A portal writes 0 for an id that there is not.</summary>
    /// <param name="answer">The answer, or the data of an event for a call that the portal registered.</param>
    public static Registration Read(JsonElement answer)
    {
        var made = BitrixJson.Items(BitrixJson.Field(answer, "CRM_CREATED_ENTITIES"))
            .Where(one => Id(one, "ENTITY_ID").Length > 0)
            .ToLookup(one => BitrixJson.Text(one, "ENTITY_TYPE").ToUpperInvariant(), one => Id(one, "ENTITY_ID"));
        var lead = Id(answer, "CRM_CREATED_LEAD");
        var entity = Id(answer, "CRM_ENTITY_ID");
        return new()
        {
            Id = BitrixJson.Text(answer, "CALL_ID"),
            EntityType = entity.Length > 0 ? BitrixJson.Text(answer, "CRM_ENTITY_TYPE").ToLowerInvariant() : "",
            EntityId = entity,
            CreatedLeadId = lead.Length > 0 ? lead : First("LEAD"),
            CreatedContactId = First("CONTACT"),
            CreatedCompanyId = First("COMPANY"),
            CreatedDealId = First("DEAL"),
        };

        string First(string type) => made[type].FirstOrDefault() ?? "";
    }

    /// <summary>The part of the work that failed, though the method succeeded; <c>null</c> when all is done.</summary>
    public static string? ProblemIn(JsonElement answer) =>
        BitrixJson.Text(answer, "LEAD_CREATION_ERROR") is { Length: > 0 } lead ? $"no client was created: {lead}"
        : BitrixJson.Text(BitrixJson.Field(answer, "ERRORS"), "ACTIVITY_CREATION") is { Length: > 0 } activity
            ? $"no activity was created: {activity}" : null;

    private static string Id(JsonElement json, string name) =>
        BitrixJson.Text(json, name) is var id && id != "0" ? id : "";
}
