namespace Itgrix.Hooks.Kommo;

/// <summary>The lead (deal) of an unsorted lead. Source: Kommo customizations, 13.</summary>
public sealed class UnsortedLead : HookData
{
    /// <summary>Custom fields, by their ids in the account.</summary>
    /// <example><c>In.CustomFields.Set(123456, "VIP");</c></example>
    public CustomFieldList CustomFields => List("custom_fields_values", CustomFieldList.Create);

    /// <summary>Its title, by default the number and the direction.</summary>
    public string Name { get => GetText("name"); set => Set("name", value); }

    /// <summary>Id of the pipeline.</summary>
    public long? PipelineId { get => Get<long?>("pipeline_id"); set => Set("pipeline_id", value); }

    /// <summary>The names of its tags.</summary>
    public IList<string> Tags { get => Names("tags"); set => SetNames("tags", value); }

    /// <summary>Adds a tag, unless it is there.</summary>
    public void AddTag(string name)
    {
        if (!Tags.Contains(name))
            Tags.Add(name);
    }
}
