using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>
/// How the call is registered in Kommo. Runs in call_ended. Empty data cancels: the call is not registered.
/// Source: Kommo customizations, 2.
/// </summary>
public static class ProcessCallParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>The call is not registered in Kommo.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The fields of the request; further ones go along, set as <c>["NAME"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>The result in words.</summary>
        public string CallResult { get => GetText("call_result"); set => Set("call_result", value); }

        /// <summary>
        /// 1 left a message, 2 call back later, 3 not available, 4 talked, 5 wrong number, 6 no answer, 7 busy.
        /// </summary>
        public int? CallStatus { get => Get<int?>("call_status"); set => Set("call_status", value); }

        /// <summary>When the call was, Unix time in seconds.</summary>
        public long? CreatedAt { get => Get<long?>("created_at"); set => Set("created_at", value); }

        /// <summary>Id of the employee who is responsible.</summary>
        public long? CreatedBy { get => Get<long?>("created_by"); set => Set("created_by", value); }

        /// <summary><c>inbound</c> or <c>outbound</c>.</summary>
        public string Direction { get => GetText("direction"); set => Set("direction", value); }

        /// <summary>Length of the last conversation in seconds.</summary>
        public long? Duration { get => Get<long?>("duration"); set => Set("duration", value); }

        /// <summary>Link to the recording of the last conversation.</summary>
        public string Link { get => GetText("link"); set => Set("link", value); }

        /// <summary>The client's number, after process_client_phone.</summary>
        public string Phone { get => GetText("phone"); set => Set("phone", value); }

        /// <summary>Id of the employee who is responsible.</summary>
        public long? ResponsibleUserId
        {
            get => Get<long?>("responsible_user_id");
            set => Set("responsible_user_id", value);
        }

        /// <summary>Where the call comes from, <c>itgrix_amo</c>.</summary>
        public string Source { get => GetText("source"); set => Set("source", value); }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
