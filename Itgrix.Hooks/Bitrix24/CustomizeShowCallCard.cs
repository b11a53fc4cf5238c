using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// Which employee sees the call card (telephony.externalcall.show). Runs in all four stages. Empty data cancels: no
/// card is shown. Source: Bitrix24 customizations, 13.
/// </summary>
public static class CustomizeShowCallCard
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>No card is shown.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The fields of the request; further ones go along, set as <c>["NAME"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>Id of the registered call in Bitrix24.</summary>
        public string CallId { get => GetText("CALL_ID"); set => Set("CALL_ID", value); }

        /// <summary>Id of the employee who sees the card.</summary>
        public long? UserId { get => Get<long?>("USER_ID"); set => Set("USER_ID", value); }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
