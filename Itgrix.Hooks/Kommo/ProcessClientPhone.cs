using Itgrix.Hooks.Shared;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Kommo;

/// <summary>
/// The client's number before it is looked up in the CRM: other prefixes, other formats. Runs in all four stages, after
/// auto-replacement and before anything is registered. Empty data is a mistake: the number stays unchanged.
/// Source: Kommo customizations, 3.
/// </summary>
public static class ProcessClientPhone
{
    /// <summary>The number, the call, and the stage that it is in.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>Replies with this number.</summary>
    public static Reply Success(string phone) => Success(new Output { Phone = phone });

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>Reply of the hook.</summary>
    public class Output : PhoneFields;

    /// <summary>The number, the call, and the stage that it is in.</summary>
    public sealed class Input : Output;
}
