using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>
/// The unsorted lead that is created for a call of an unknown number. Runs in call_ended. Empty data cancels: nothing
/// is created. Source: Kommo customizations, 13.
/// </summary>
public static class ProcessUnsortedCreationParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>No unsorted lead is created.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The unsorted lead; further fields as <c>["name"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>The contacts and leads that it will become.</summary>
        public UnsortedEmbedded Embedded
        {
            get => Part<UnsortedEmbedded>("_embedded");
            set => SetPart("_embedded", value);
        }

        /// <summary>The first of these contacts; <c>null</c> when there is none.</summary>
        public UnsortedContact? Contact => Embedded.Contacts.FirstOrDefault();

        /// <summary>The first of these leads; <c>null</c> when there is none.</summary>
        public UnsortedLead? Lead => Embedded.Leads.FirstOrDefault();

        /// <summary>When it is created, Unix time in seconds.</summary>
        public long? CreatedAt { get => Get<long?>("created_at"); set => Set("created_at", value); }

        /// <summary>The call.</summary>
        public UnsortedMetadata Metadata
        {
            get => Part<UnsortedMetadata>("metadata");
            set => SetPart("metadata", value);
        }

        /// <summary>Id of the pipeline.</summary>
        public long? PipelineId { get => Get<long?>("pipeline_id"); set => Set("pipeline_id", value); }

        /// <summary>Where it comes from, <c>itgrix_amo</c>.</summary>
        public string SourceName { get => GetText("source_name"); set => Set("source_name", value); }

        /// <summary>The linkedid of the call.</summary>
        public string SourceUid { get => GetText("source_uid"); set => Set("source_uid", value); }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
