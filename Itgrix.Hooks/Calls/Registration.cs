using System.Text.Json;
using System.Text.Json.Serialization;

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

    /// <summary>Fields that nobody named here; they are written again as they came.</summary>
    [JsonInclude, JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }
}
