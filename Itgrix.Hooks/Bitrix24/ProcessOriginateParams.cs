using Itgrix.Hooks.Shared;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// How Asterisk dials when someone clicks a number in the CRM: another trunk, context or form of the number. Runs
/// outside the stages, before there is a call. Empty data is a mistake: the parameters stay unchanged. Source:
/// Bitrix24 customizations, 6, and "Changing parameters during click-to-call".
/// </summary>
public static class ProcessOriginateParams
{
    /// <summary>The parameters for Asterisk.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>The parameters for Asterisk.</summary>
    public class Output : OriginateFields;

    /// <summary>The parameters for Asterisk.</summary>
    public sealed class Input : Output
    {
        /// <summary>The CRM's original request; read-only.</summary>
        public JObject? RequestData => Fields["request_data"] as JObject;
    }
}
