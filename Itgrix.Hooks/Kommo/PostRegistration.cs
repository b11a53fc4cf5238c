namespace Itgrix.Hooks.Kommo;

/// <summary>
/// Any action after the call is registered, for example notifying another system. Runs in call_ended.
/// Only the state is read, so empty data is right. Source: Kommo customizations, 10.
/// </summary>
public static class PostRegistration
{
    /// <summary>The call, registered.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>Done; nothing of the call changes.</summary>
    public static Reply Done() => Reply.Success();

    /// <summary>Input of the hook.</summary>
    public sealed class Input : CallData;

    /// <summary>Reply of the hook: only its state.</summary>
    public sealed class Output : HookData;
}
