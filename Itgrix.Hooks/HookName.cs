namespace Itgrix.Hooks;

/// <summary>The name of a hook, the same in every CRM that has it; there are no others than these.</summary>
internal sealed class HookName
{
    public static readonly HookName NeedRegistration = new("need_registration");
    public static readonly HookName ProcessClientPhone = new("process_client_phone");
    public static readonly HookName ProcessUserPhone = new("process_user_phone");
    public static readonly HookName ProcessRegistrationParams = new("process_registration_params");
    public static readonly HookName PostRegistration = new("post_registration");
    public static readonly HookName CustomizeShowCallCard = new("customize_show_call_card");
    public static readonly HookName ProcessRecordFilePath = new("process_record_file_path");
    public static readonly HookName ProcessFinalParams = new("process_final_params");
    public static readonly HookName CustomizeAttachRecordUrl = new("customize_attach_record_url");
    public static readonly HookName CustomizeActivity = new("customize_activity");
    public static readonly HookName CustomizeEntity = new("customize_entity");
    public static readonly HookName ProcessTaskCreationParams = new("process_task_creation_params");
    public static readonly HookName ProcessOriginateParams = new("process_originate_params");
    public static readonly HookName CustomizeAutodistribution = new("customize_autodistribution");
    public static readonly HookName ProcessCallParams = new("process_call_params");
    public static readonly HookName ProcessContactCreationParams = new("process_contact_creation_params");
    public static readonly HookName ProcessContactUpdateParams = new("process_contact_update_params");
    public static readonly HookName ProcessLeadCreationParams = new("process_lead_creation_params");
    public static readonly HookName ProcessLeadUpdateParams = new("process_lead_update_params");
    public static readonly HookName ProcessUnsortedCreationParams = new("process_unsorted_creation_params");

    private readonly string _text;

    private HookName(string text) => _text = text;

    /// <summary>The name of its file: <c>need_registration</c>.</summary>
    public override string ToString() => _text;
}
