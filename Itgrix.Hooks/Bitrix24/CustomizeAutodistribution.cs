using Itgrix.Hooks.Shared;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// Which extension an incoming call is routed to, before anyone answers. Runs when the dialplan asks, outside the
/// stages. Empty data is a mistake: the route stays unchanged. Source: Bitrix24 customizations, 11.
/// </summary>
public static class CustomizeAutodistribution
{
    /// <summary>The route so far, and the known data of the call; there is no <c>call_full</c> yet.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>Routes the call.</summary>
    /// <param name="number">Internal number of the employee; empty for the usual route.</param>
    /// <param name="name">What the display shows, at most 20 characters.</param>
    public static Reply Success(string number, string name) => Success(new Output { Number = number, Name = name });

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>Reply of the hook.</summary>
    public class Output : DistributionFields;

    /// <summary>The route so far, and the known data of the call; there is no <c>call_full</c> yet.</summary>
    public sealed class Input : Output
    {
        /// <summary>The caller.</summary>
        public string From => GetText("from");

        /// <summary>The employee that was found; <c>null</c> when none was.</summary>
        public CrmUser? User => PartIfAny<CrmUser>("user");

        /// <summary>The client that the number belongs to; <c>null</c> when it is unknown.</summary>
        public CrmEntity? Entity => PartIfAny<CrmEntity>("entity");

        /// <summary>The error of the lookup; empty when there was none.</summary>
        public string Error => GetText("error");
    }
}
