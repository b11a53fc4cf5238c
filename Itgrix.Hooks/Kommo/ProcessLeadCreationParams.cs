using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>
/// The lead (deal) that is created for a call. Runs when the call is taken, or is over without that. Empty
/// data cancels: no lead is created.
/// Source: Kommo customizations, 5.
/// </summary>
public static class ProcessLeadCreationParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>No lead is created.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The lead; further fields as <c>["name"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>Contacts and tags of the lead.</summary>
        public LeadEmbedded Embedded { get => Part<LeadEmbedded>("_embedded"); set => SetPart("_embedded", value); }

        /// <summary>The names of its tags.</summary>
        /// <example><c>In.Tags = ["VIP"];</c></example>
        public IList<string> Tags { get => Embedded.Tags; set => Embedded.Tags = value; }

        /// <summary>Custom fields, by their ids in the account.</summary>
        /// <example><c>In.CustomFields.Set(123456, "VIP");</c></example>
        public CustomFieldList CustomFields => List("custom_fields_values", CustomFieldList.Create);

        /// <summary>Its title, by default the number and the direction.</summary>
        public string Name { get => GetText("name"); set => Set("name", value); }

        /// <summary>Id of the pipeline.</summary>
        public long? PipelineId { get => Get<long?>("pipeline_id"); set => Set("pipeline_id", value); }

        /// <summary>Id of the employee who is responsible for it.</summary>
        public long? ResponsibleUserId
        {
            get => Get<long?>("responsible_user_id");
            set => Set("responsible_user_id", value);
        }

        /// <summary>Id of the status in that pipeline.</summary>
        public long? StatusId { get => Get<long?>("status_id"); set => Set("status_id", value); }

        /// <summary>Adds a tag, unless it is there.</summary>
        public void AddTag(string name)
        {
            if (!Tags.Contains(name))
                Tags.Add(name);
        }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
