using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>The custom fields of a contact or lead.</summary>
/// <example><c>In.CustomFields.Set(123456, "VIP");</c></example>
public sealed class CustomFieldList : HookList<CustomField>
{
    private CustomFieldList(JArray items, Action<JArray> attach)
        : base(items, token => new CustomField { Fields = token as JObject ?? [] }, field => field.Fields, attach)
    {
    }

    internal static CustomFieldList Create(JArray items, Action<JArray> attach) => new(items, attach);

    /// <summary>The field of that id; <c>null</c> when it is not there.</summary>
    /// <param name="fieldId">Id of the field in the account.</param>
    public CustomField? Find(long fieldId) => this.FirstOrDefault(field => field.FieldId == fieldId);

    /// <summary>Gives the field these values, in place of those that it has.</summary>
    /// <param name="fieldId">Id of the field in the account.</param>
    /// <param name="values">Texts, numbers or flags.</param>
    public void Set(long fieldId, params JToken[] values)
    {
        var known = Find(fieldId);
        var field = known ?? new CustomField { FieldId = fieldId };
        field.Values = [.. values.Select(value => new CustomFieldValue { Value = value })];
        if (known is null)
            Add(field);
    }
}
