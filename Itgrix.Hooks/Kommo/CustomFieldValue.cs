using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>One value of a custom field. Source: Kommo customizations, 4.</summary>
public sealed class CustomFieldValue : HookData
{
    /// <summary>Kind of the value, for a phone <c>WORK</c>; empty where the field has no kinds.</summary>
    public string EnumCode { get => GetText("enum_code"); set => Set("enum_code", value); }

    /// <summary>The value: text, number or flag.</summary>
    public JToken? Value { get => Fields["value"]; set => Set("value", value); }
}
