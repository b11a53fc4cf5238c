using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// How the call is registered in Bitrix24 (telephony.externalcall.register). Runs in conversation_requested, and in
/// call_ended for a call missed in the voice menu. Empty data cancels: the call is not registered.
/// Source: Bitrix24 customizations, 8.
/// </summary>
public static class ProcessRegistrationParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>The call is not registered in Bitrix24.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The fields of the request; further ones go along, set as <c>["NAME"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>Start of the call, <c>yyyy-MM-dd HH:mm:ss</c>.</summary>
        public string CallStartDate { get => GetText("CALL_START_DATE"); set => Set("CALL_START_DATE", value); }

        /// <summary>1 creates a lead when the number is not known, 0 does not.</summary>
        public int? CrmCreate { get => Get<int?>("CRM_CREATE"); set => Set("CRM_CREATE", value); }

        /// <summary>STATUS_ID of the source, from the source directory.</summary>
        public string CrmSource { get => GetText("CRM_SOURCE"); set => Set("CRM_SOURCE", value); }

        /// <summary>External line: the trunk as the connector has registered it.</summary>
        public string LineNumber { get => GetText("LINE_NUMBER"); set => Set("LINE_NUMBER", value); }

        /// <summary>The number by which the entity is found.</summary>
        public string PhoneNumber { get => GetText("PHONE_NUMBER"); set => Set("PHONE_NUMBER", value); }

        /// <summary>1 shows the call card; always 0 here, customize_show_call_card does it.</summary>
        public int? Show { get => Get<int?>("SHOW"); set => Set("SHOW", value); }

        /// <summary>1 outgoing, 2 incoming.</summary>
        public int? Type { get => Get<int?>("TYPE"); set => Set("TYPE", value); }

        /// <summary>Id of the employee.</summary>
        public long? UserId { get => Get<long?>("USER_ID"); set => Set("USER_ID", value); }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
