using Itgrix.Hooks.Shared;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// Is the call registered in the CRM? Black and white lists by number, trunk or anything else of the call. Runs in all
/// four stages, after the phone hooks. Empty data registers. Source: Bitrix24 customizations, 3.
/// </summary>
public static class NeedRegistration
{
    /// <summary>The call, and the stage that it is in.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>Registers the call.</summary>
    public static Reply Register() => Reply.Success(new Output { Result = true });

    /// <summary>Ignores the call: nothing of it reaches the CRM in this stage.</summary>
    public static Reply Ignore() => Reply.Success(new Output { Result = false });

    /// <summary>Input of the hook.</summary>
    public sealed class Input : CallData;

    /// <summary>Reply of the hook.</summary>
    public sealed class Output : DecisionFields;
}
