namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// Any action after the call is registered, for example notifying another system. Runs right after the
/// registration: in conversation_requested, at its start for a click-to-call, and in call_ended for a call missed in
/// the voice menu. Only the state is read, so empty data is right. Source: Bitrix24 customizations, 12.
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
