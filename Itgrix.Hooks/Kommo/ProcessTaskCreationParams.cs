using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>
/// The task about a missed incoming or an unanswered outgoing call. Runs in call_ended, after the settings, where tasks
/// are switched on. Empty data cancels: there is no task. Source: Kommo customizations, 8.
/// </summary>
public static class ProcessTaskCreationParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>No task is created.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The task; further fields as <c>["name"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>When it is due, Unix time in seconds.</summary>
        public long? CompleteTill { get => Get<long?>("complete_till"); set => Set("complete_till", value); }

        /// <summary>Id of the employee who set it.</summary>
        public long? CreatedBy { get => Get<long?>("created_by"); set => Set("created_by", value); }

        /// <summary>Id of what it belongs to.</summary>
        public long? EntityId { get => Get<long?>("entity_id"); set => Set("entity_id", value); }

        /// <summary><c>contacts</c> or <c>leads</c>.</summary>
        public string EntityType { get => GetText("entity_type"); set => Set("entity_type", value); }

        /// <summary>Whether it is done; <c>false</c> for a new one.</summary>
        public bool? IsCompleted { get => Get<bool?>("is_completed"); set => Set("is_completed", value); }

        /// <summary>Id of the employee who must do it.</summary>
        public long? ResponsibleUserId
        {
            get => Get<long?>("responsible_user_id");
            set => Set("responsible_user_id", value);
        }

        /// <summary>1 call, 2 meeting, 3 mail.</summary>
        public long? TaskType { get => Get<long?>("task_type"); set => Set("task_type", value); }

        /// <summary>Its text; the automatic completion of tasks may look for the default one.</summary>
        public string Text { get => GetText("text"); set => Set("text", value); }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
