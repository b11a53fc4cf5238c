namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The contacts' field with the code PHONE, which must have the kind WORK.</summary>
/// <param name="Id">Its id in this account.</param>
internal sealed record PhoneField(long Id)
{
    private const string Code = "PHONE", Kind = "WORK";

    /// <summary>The field among those of the account; <c>null</c> when there is no suitable one.</summary>
    public static PhoneField? Find(IEnumerable<JsonElement> fields) => fields
        .Where(field => field.Text("code") == Code
            && field.Items("enums").Any(one => (one.Text("value") ?? one.Text("enum_code")) == Kind))
        .Select(field => field.Number("id")).FirstOrDefault(id => id is not null) is { } id ? new(id) : null;

    /// <summary>The value for <c>custom_fields_values</c> of a new contact.</summary>
    public JsonObject With(string phone) => new()
    {
        ["field_id"] = Id,
        ["values"] = new JsonArray(new JsonObject { ["enum_code"] = Kind, ["value"] = phone }),
    };

    /// <summary>The numbers of a contact or company.</summary>
    public static IEnumerable<string> NumbersOf(JsonElement entity) =>
        Numbers(entity, field => field.Text("field_code") == Code);

    /// <summary>
    /// The numbers of a contact that is about to be created: its field may be identified by its id alone.
    /// </summary>
    public IEnumerable<string> NumbersIn(JsonElement contact) =>
        Numbers(contact, field => field.Text("field_code") == Code || field.Number("field_id") == Id);

    private static IEnumerable<string> Numbers(JsonElement entity, Func<JsonElement, bool> isIt) => entity
        .Items("custom_fields_values").Where(isIt)
        .SelectMany(field => field.Items("values")).Select(value => value.Text("value")).OfType<string>();
}
