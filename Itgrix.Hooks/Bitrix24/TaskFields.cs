namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// A task of Bitrix24; further fields are set as <c>["NAME"]</c>. Source: Bitrix24 customizations, 9.
/// </summary>
public sealed class TaskFields : HookData
{
    /// <summary>Id of the employee who set it.</summary>
    public long? CreatedBy { get => Get<long?>("CREATED_BY"); set => Set("CREATED_BY", value); }

    /// <summary>When it is due, with time zone: <c>2024-11-22T19:40:41+03:00</c>.</summary>
    public string Deadline { get => GetText("DEADLINE"); set => Set("DEADLINE", value); }

    /// <summary>Id of the employee who must do it.</summary>
    public long? ResponsibleId { get => Get<long?>("RESPONSIBLE_ID"); set => Set("RESPONSIBLE_ID", value); }

    /// <summary>Its title.</summary>
    public string Title { get => GetText("TITLE"); set => Set("TITLE", value); }

    /// <summary>
    /// What it belongs to: <c>L_</c> lead, <c>C_</c> contact, <c>CO_</c> company, <c>D_</c> deal, then the id.
    /// </summary>
    public IList<string> UfCrmTask { get => Texts("UF_CRM_TASK"); set => SetTexts("UF_CRM_TASK", value); }
}
