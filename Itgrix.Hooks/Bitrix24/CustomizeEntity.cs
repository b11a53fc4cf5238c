using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// The fields of the contact, lead or company of the call, any that Bitrix24 has. Runs in call_ended. Empty data
/// updates nothing. Source: Bitrix24 customizations, 2.
/// </summary>
public static class CustomizeEntity
{
    /// <summary>The call, with the entity in <c>CallFull.Entity</c>; fields that you set are those to update.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>Leaves the entity as it is: no request is sent.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>Fields to update; any other of Bitrix24 as <c>["NAME"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>Its comment.</summary>
        public string Comments { get => GetText("COMMENTS"); set => Set("COMMENTS", value); }

        /// <summary>Where it came from, an id of the source directory.</summary>
        public string SourceId { get => GetText("SOURCE_ID"); set => Set("SOURCE_ID", value); }

        /// <summary>Id of the employee who is responsible for it.</summary>
        public long? AssignedById { get => Get<long?>("ASSIGNED_BY_ID"); set => Set("ASSIGNED_BY_ID", value); }
    }

    /// <summary>The call, with the entity in <c>CallFull.Entity</c>; fields that you set are those to update.</summary>
    public sealed class Input : Output;
}
