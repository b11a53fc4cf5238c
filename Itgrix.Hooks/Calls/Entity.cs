using System.Text.Json;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>The contact, lead or company of a call. Source: call-full, entity.</summary>
public sealed record Entity
{
    /// <summary>Id in the CRM.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it was created when this call was registered.</summary>
    public bool IsNew { get; init; }

    /// <summary>Its name or title.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Its phone numbers.</summary>
    public IReadOnlyList<PhoneNumber> Phones { get; init => field = value ?? []; } = [];

    /// <summary>All fields as in the CRM; those that are empty or zero are left out.</summary>
    public JsonElement Raw { get; init => field = RawJson.OrEmpty(value); } = RawJson.Empty;

    /// <summary>The employee who is responsible for it; <c>null</c> when not known.</summary>
    public User? Responsible { get; init; }

    /// <summary>Id of the employee who is responsible for it.</summary>
    public string ResponsibleId { get; init => field = value ?? ""; } = "";

    /// <summary>What it is, in Bitrix24 one of <c>company</c>, <c>contact</c>, <c>lead</c>.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Fields without a property; they are written again unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>A field of <see cref="Raw"/> as text; empty when it is not there.</summary>
    /// <param name="name">The CRM's name, for example <c>UF_CRM_1234</c>.</param>
    public string Field(string name) => RawJson.Text(Raw, name);

    internal static Entity Read(JsonElement json)
    {
        var fields = new CallReader(json);
        return new()
        {
            Id = fields.Text("id"),
            IsNew = fields.Flag("is_new"),
            Name = fields.Text("name"),
            Phones = fields.Parts("phones", PhoneNumber.Read),
            Raw = fields.Raw("raw"),
            Responsible = fields.Part("responsible", User.Read),
            ResponsibleId = fields.Text("responsible_id"),
            Type = fields.Text("type"),
            Unknown = fields.Unknown(),
        };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteBoolean("is_new", IsNew);
        writer.WriteString("name", Name);
        writer.WriteParts("phones", Phones, (part, to) => part.Write(to));
        writer.WriteRaw("raw", Raw);
        writer.WritePart("responsible", Responsible is null ? null : Responsible.Write);
        writer.WriteString("responsible_id", ResponsibleId);
        writer.WriteString("type", Type);
        writer.WriteUnknown(Unknown);
        writer.WriteEndObject();
    }
}
