using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>
/// The contact that is created for an unknown number. Runs when the first phone rings; when none did, once the call is
/// taken or over. Empty data cancels: no contact is created.
/// Source: Kommo customizations, 4.
/// </summary>
public static class ProcessContactCreationParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>No contact is created.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The contact; further fields as <c>["name"]</c>.</summary>
    public class Output : CallData
    {
        /// <summary>Custom fields, by their ids in the account.</summary>
        /// <example><c>In.CustomFields.Set(123456, "VIP");</c></example>
        public CustomFieldList CustomFields => List("custom_fields_values", CustomFieldList.Create);

        /// <summary>Its name, by default "Contact" and the number.</summary>
        public string Name { get => GetText("name"); set => Set("name", value); }

        /// <summary>Id of the employee who is responsible for it.</summary>
        public long? ResponsibleUserId
        {
            get => Get<long?>("responsible_user_id");
            set => Set("responsible_user_id", value);
        }

        /// <summary>Its tags.</summary>
        /// <example><c>In.Tags = ["VIP"];</c></example>
        public IList<string> Tags { get => Texts("tags"); set => SetTexts("tags", value); }

        /// <summary>Adds a tag, unless it is there.</summary>
        public void AddTag(string name)
        {
            if (!Tags.Contains(name))
                Tags.Add(name);
        }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
