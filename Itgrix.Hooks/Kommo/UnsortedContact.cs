namespace Itgrix.Hooks.Kommo;

/// <summary>The contact of an unsorted lead. Source: Kommo customizations, 13.</summary>
public sealed class UnsortedContact : HookData
{
    /// <summary>Custom fields, by their ids in the account.</summary>
    /// <example><c>In.CustomFields.Set(123456, "VIP");</c></example>
    public CustomFieldList CustomFields => List("custom_fields_values", CustomFieldList.Create);

    /// <summary>Its name, by default "Contact" and the number.</summary>
    public string Name { get => GetText("name"); set => Set("name", value); }

    /// <summary>Its tags.</summary>
    public IList<string> Tags { get => Texts("tags"); set => SetTexts("tags", value); }

    /// <summary>Adds a tag, unless it is there.</summary>
    public void AddTag(string name)
    {
        if (!Tags.Contains(name))
            Tags.Add(name);
    }
}
