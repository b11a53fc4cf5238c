namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>A client that was found by a number.</summary>
/// <param name="Type"><c>contact</c>, <c>company</c> or <c>lead</c>.</param>
/// <param name="Id">Above 0.</param>
/// <param name="Name">The name; or empty.</param>
/// <param name="ResponsibleId">The responsible employee; 0 when not known.</param>
internal sealed record FoundClient(string Type, long Id, string Name, long ResponsibleId)
{
    /// <summary>
    /// Parses an entry of <c>telephony.externalCall.searchCrmEntities</c>; <c>null</c> when it is not one.
    /// </summary>
    public static FoundClient? Parse(JsonElement json)
    {
        var type = BitrixJson.Text(json, "CRM_ENTITY_TYPE").ToLowerInvariant();
        return type.Length > 0 && BitrixJson.Number(json, "CRM_ENTITY_ID") is > 0 and var id
            ? new(type, id, BitrixJson.Text(json, "NAME"), BitrixJson.Number(json, "ASSIGNED_BY_ID") ?? 0) : null;
    }
}
