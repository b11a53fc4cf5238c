using Itgrix.Hooks.Shared;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// The fields of the activity (case) of the call, any that Bitrix24 has. Runs in call_ended. Empty data updates
/// nothing. Source: Bitrix24 customizations, 1.
/// </summary>
public static class CustomizeActivity
{
    /// <summary>The activity and the call; fields that you set are those to update.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>Leaves the activity as it is: no request is sent.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>Fields to update; any other of Bitrix24 as <c>["NAME"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>Its title.</summary>
        public string Subject { get => GetText("SUBJECT"); set => Set("SUBJECT", value); }

        /// <summary>Its text.</summary>
        public string Description { get => GetText("DESCRIPTION"); set => Set("DESCRIPTION", value); }

        /// <summary>Id of the employee who is responsible for it.</summary>
        public long? ResponsibleId { get => Get<long?>("RESPONSIBLE_ID"); set => Set("RESPONSIBLE_ID", value); }
    }

    /// <summary>The activity and the call; fields that you set are those to update.</summary>
    public sealed class Input : Output
    {
        /// <summary>The activity as it is; read-only, so it is not sent.</summary>
        public CrmEntity? Activity => PartIfAny<CrmEntity>("activity");
    }
}
