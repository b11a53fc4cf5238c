using Itgrix.Hooks.Shared;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>
/// How Asterisk dials when someone clicks a number in the CRM: another trunk, context or form of the number. Runs
/// outside the stages, before there is a call. Empty data is a mistake: the parameters go on as they were. Source:
/// Kommo customizations, 6, and "Changing parameters during click-to-call".
/// </summary>
public static class ProcessOriginateParams
{
    /// <summary>What Asterisk is going to be told.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Goes on with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Goes on with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>What Asterisk is told.</summary>
    public class Output : OriginateFields;

    /// <summary>What Asterisk is going to be told.</summary>
    public sealed class Input : Output
    {
        /// <summary>The CRM's own request, as it came; only to read.</summary>
        public JObject? RequestData => Fields["request_data"] as JObject;
    }
}
