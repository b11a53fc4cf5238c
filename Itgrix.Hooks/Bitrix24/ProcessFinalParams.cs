using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// How the call is finished in Bitrix24 (telephony.externalcall.finish). Runs in call_ended. Empty data cancels: the
/// call is not finished. Source: Bitrix24 customizations, 5.
/// </summary>
public static class ProcessFinalParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>The call is not finished in Bitrix24.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The fields of the request; further ones go along, set as <c>["NAME"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>1 puts a message about the call into the chat, 0 does not; default 1.</summary>
        public int? AddToChat { get => Get<int?>("ADD_TO_CHAT"); set => Set("ADD_TO_CHAT", value); }

        /// <summary>Id of the call in Bitrix24; better not changed.</summary>
        public string CallId { get => GetText("CALL_ID"); set => Set("CALL_ID", value); }

        /// <summary>Length of the call in seconds.</summary>
        public long? Duration { get => Get<long?>("DURATION"); set => Set("DURATION", value); }

        /// <summary>The result, mostly a SIP status: 200 answered, 304 missed.</summary>
        public string StatusCode { get => GetText("STATUS_CODE"); set => Set("STATUS_CODE", value); }

        /// <summary>Id of the employee who is responsible for the conversation.</summary>
        public long? UserId { get => Get<long?>("USER_ID"); set => Set("USER_ID", value); }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
