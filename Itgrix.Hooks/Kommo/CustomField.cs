namespace Itgrix.Hooks.Kommo;

/// <summary>A custom field of a contact or lead. Source: Kommo customizations, 4.</summary>
public sealed class CustomField : HookData
{
    /// <summary>Id of the field in the account.</summary>
    public long? FieldId { get => Get<long?>("field_id"); set => Set("field_id", value); }

    /// <summary>Its values.</summary>
    public IList<CustomFieldValue> Values
    {
        get => Parts<CustomFieldValue>("values");
        set => SetParts("values", value);
    }
}
