namespace Itgrix.Hooks;

/// <summary>
/// The name of a hook, and of its file: <c>need_registration</c>. Those of several CRMs are here, those of one CRM are
/// with its hooks; nothing else makes any.
/// </summary>
internal sealed record HookName(string Text)
{
    public static readonly HookName NeedRegistration = new("need_registration");
    public static readonly HookName ProcessClientPhone = new("process_client_phone");
    public static readonly HookName ProcessUserPhone = new("process_user_phone");
    public static readonly HookName PostRegistration = new("post_registration");
    public static readonly HookName ProcessRecordFilePath = new("process_record_file_path");
    public static readonly HookName ProcessTaskCreationParams = new("process_task_creation_params");
    public static readonly HookName ProcessOriginateParams = new("process_originate_params");
    public static readonly HookName CustomizeAutodistribution = new("customize_autodistribution");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
