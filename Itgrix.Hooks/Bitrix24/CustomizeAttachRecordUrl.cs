using Itgrix.Hooks.Shared;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// How a link to the recording is put into the activity (case). Runs in call_ended, where a link is attached in place
/// of the file. Empty data cancels: no link is attached. Source: Bitrix24 customizations, 14.
/// </summary>
public static class CustomizeAttachRecordUrl
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>No link is attached.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The fields of the request; further ones go along, set as <c>["NAME"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>Text of the activity, by default HTML with an audio player.</summary>
        public string Description { get => GetText("DESCRIPTION"); set => Set("DESCRIPTION", value); }

        /// <summary>Kind of that text, by default 3, HTML.</summary>
        public int? DescriptionType { get => Get<int?>("DESCRIPTION_TYPE"); set => Set("DESCRIPTION_TYPE", value); }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output
    {
        /// <summary>The activity as it is; read-only.</summary>
        public CrmEntity? Activity => PartIfAny<CrmEntity>("activity");
    }
}
