using Itgrix.Hooks.Shared;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// An employee's number before it is looked up in Bitrix24. Runs in all four stages, after auto-replacement.
/// Empty data is a mistake: the number stays unchanged. Source: Bitrix24 customizations, 10.
/// </summary>
public static class ProcessUserPhone
{
    /// <summary>The number, the call, and the stage that it is in.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>Looks up this number.</summary>
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
