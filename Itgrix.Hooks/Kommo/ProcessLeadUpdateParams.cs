using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>
/// The update of a known lead (deal) after a call; further fields of Kommo may be added. Runs in call_ended. Empty data
/// cancels: nothing is updated. Source: Kommo customizations, 12.
/// </summary>
public static class ProcessLeadUpdateParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>The lead is not updated.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The update; further fields as <c>["name"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>Id of the lead.</summary>
        public long? Id { get => Get<long?>("id"); set => Set("id", value); }

        /// <summary>Id of the employee who is responsible for it.</summary>
        public long? ResponsibleUserId
        {
            get => Get<long?>("responsible_user_id");
            set => Set("responsible_user_id", value);
        }

        /// <summary>Id of the pipeline to move it to, with the status there.</summary>
        public long? PipelineId { get => Get<long?>("pipeline_id"); set => Set("pipeline_id", value); }

        /// <summary>Id of the status to move it to.</summary>
        public long? StatusId { get => Get<long?>("status_id"); set => Set("status_id", value); }

        /// <summary>Custom fields, by their ids in the account.</summary>
        /// <example><c>In.CustomFields.Set(123456, "VIP");</c></example>
        public CustomFieldList CustomFields => List("custom_fields_values", CustomFieldList.Create);
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
