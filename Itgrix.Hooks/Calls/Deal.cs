using System.Text.Json;
using System.Text.Json.Serialization;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>
/// The deal (lead) of a Kommo call. The vendor names no fields of it; it is taken to have those of an entity, and
/// others are in <see cref="Unknown"/>. Source: call-full, deal.
/// </summary>
public sealed record Deal
{
    /// <summary>Id in the CRM.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it was created when this call was registered.</summary>
    public bool IsNew { get; init; }

    /// <summary>Its title.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Its phone numbers.</summary>
    [JsonConverter(typeof(ListConverter<PhoneNumber>))]
    public IReadOnlyList<PhoneNumber> Phones { get; init => field = value ?? []; } = [];

    /// <summary>All fields as in the CRM; those that are empty or zero are left out.</summary>
    public JsonElement Raw { get; init => field = RawJson.OrEmpty(value); } = RawJson.Empty;

    /// <summary>The employee who is responsible for it; <c>null</c> when not known.</summary>
    [JsonConverter(typeof(PartConverter<User>))]
    public User? Responsible { get; init; }

    /// <summary>Id of the employee who is responsible for it.</summary>
    public string ResponsibleId { get; init => field = value ?? ""; } = "";

    /// <summary>What it is: <c>lead</c>.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Fields that nobody named here; they are written again as they came.</summary>
    [JsonInclude, JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>A field of <see cref="Raw"/> as text; empty when it is not there.</summary>
    /// <param name="name">The CRM's name, for example <c>pipeline_id</c>.</param>
    public string Field(string name) => RawJson.Text(Raw, name);
}
