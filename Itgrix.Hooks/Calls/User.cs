using System.Text.Json;
using System.Text.Json.Serialization;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>An employee in the CRM. Source: call-full, user.</summary>
public sealed record User
{
    /// <summary>Mail address.</summary>
    public string Email { get; init => field = value ?? ""; } = "";

    /// <summary>Id in the CRM.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Full name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Phone numbers as the CRM has them; in Bitrix24 the internal, mobile, work and private one.</summary>
    [JsonConverter(typeof(ListConverter<string>))]
    public IReadOnlyList<string> Phones { get; init => field = value ?? []; } = [];

    /// <summary>Position in the company.</summary>
    public string Position { get; init => field = value ?? ""; } = "";

    /// <summary>All fields as in the CRM; those that are empty or zero are left out.</summary>
    public JsonElement Raw { get; init => field = RawJson.OrEmpty(value); } = RawJson.Empty;

    /// <summary>Fields that nobody named here; they are written again as they came.</summary>
    [JsonInclude, JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>A field of <see cref="Raw"/> as text; empty when it is not there.</summary>
    /// <param name="name">The CRM's name, for example <c>UF_DEPARTMENT</c>.</param>
    public string Field(string name) => RawJson.Text(Raw, name);
}
