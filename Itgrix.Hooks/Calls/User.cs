using System.Text.Json;
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
    public IReadOnlyList<string> Phones { get; init => field = value ?? []; } = [];

    /// <summary>Position in the company.</summary>
    public string Position { get; init => field = value ?? ""; } = "";

    /// <summary>All fields as in the CRM; those that are empty or zero are left out.</summary>
    public JsonElement Raw { get; init => field = RawJson.OrEmpty(value); } = RawJson.Empty;

    /// <summary>Fields without a property; they are written again unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>A field of <see cref="Raw"/> as text; empty when it is not there.</summary>
    /// <param name="name">The CRM's name, for example <c>UF_DEPARTMENT</c>.</param>
    public string Field(string name) => RawJson.Text(Raw, name);

    internal static User Read(JsonElement json)
    {
        var fields = new CallReader(json);
        return new()
        {
            Email = fields.Text("email"),
            Id = fields.Text("id"),
            Name = fields.Text("name"),
            Phones = fields.Texts("phones"),
            Position = fields.Text("position"),
            Raw = fields.Raw("raw"),
            Unknown = fields.Unknown(),
        };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("email", Email);
        writer.WriteString("id", Id);
        writer.WriteString("name", Name);
        writer.WriteTexts("phones", Phones);
        writer.WriteString("position", Position);
        writer.WriteRaw("raw", Raw);
        writer.WriteUnknown(Unknown);
        writer.WriteEndObject();
    }
}
