using System.Text.Json;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>
/// How the call is registered in Bitrix24; an id that there is not is empty. Source: call-full, registration.
/// </summary>
public sealed record Registration
{
    /// <summary>Id of the activity (case).</summary>
    public string ActivityId { get; init => field = value ?? ""; } = "";

    /// <summary>Id of the company that the registration created.</summary>
    public string CreatedCompanyId { get; init => field = value ?? ""; } = "";

    /// <summary>Id of the contact that the registration created.</summary>
    public string CreatedContactId { get; init => field = value ?? ""; } = "";

    /// <summary>Id of the deal that the registration created.</summary>
    public string CreatedDealId { get; init => field = value ?? ""; } = "";

    /// <summary>Id of the lead that the registration created.</summary>
    public string CreatedLeadId { get; init => field = value ?? ""; } = "";

    /// <summary>Id of the entity that the call belongs to.</summary>
    public string EntityId { get; init => field = value ?? ""; } = "";

    /// <summary>Its type: <c>company</c>, <c>contact</c> or <c>lead</c>.</summary>
    public string EntityType { get; init => field = value ?? ""; } = "";

    /// <summary>Id of the call in Bitrix24.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Id of the employee who is responsible for the call.</summary>
    public string ResponsibleId { get; init => field = value ?? ""; } = "";

    /// <summary>Fields without a property; they are written again unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    internal static Registration Read(JsonElement json)
    {
        var fields = new CallReader(json);
        return new()
        {
            ActivityId = fields.Text("activity_id"),
            CreatedCompanyId = fields.Text("created_company_id"),
            CreatedContactId = fields.Text("created_contact_id"),
            CreatedDealId = fields.Text("created_deal_id"),
            CreatedLeadId = fields.Text("created_lead_id"),
            EntityId = fields.Text("entity_id"),
            EntityType = fields.Text("entity_type"),
            Id = fields.Text("id"),
            ResponsibleId = fields.Text("responsible_id"),
            Unknown = fields.Unknown(),
        };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("activity_id", ActivityId);
        writer.WriteString("created_company_id", CreatedCompanyId);
        writer.WriteString("created_contact_id", CreatedContactId);
        writer.WriteString("created_deal_id", CreatedDealId);
        writer.WriteString("created_lead_id", CreatedLeadId);
        writer.WriteString("entity_id", EntityId);
        writer.WriteString("entity_type", EntityType);
        writer.WriteString("id", Id);
        writer.WriteString("responsible_id", ResponsibleId);
        writer.WriteUnknown(Unknown);
        writer.WriteEndObject();
    }
}
