using Itgrix.Hooks.Calls;

namespace Itgrix.Hooks;

/// <summary>Input of a hook that runs for a call: its own fields, and the whole call.</summary>
public abstract class CallData : HookData
{
    internal HookCall? Call { get; set; }

    /// <summary>
    /// The whole call (<c>call_full</c>); read only, it is never part of a request. Source: call-full.
    /// </summary>
    /// <exception cref="HookException">The input has no <c>call_full</c>.</exception>
    public CallFull CallFull => (Call ?? HookCall.Current).CallFull;

    /// <summary>Whether there is a <see cref="CallFull"/>; old inputs of process_record_file_path have none.</summary>
    public bool HasCallFull => (Call ?? HookCall.Current).HasCallFull;

    /// <summary>The stage of the call (<c>call_stage</c>); <c>null</c> where the hook does not get it.</summary>
    public CallStage? Stage => GetText("call_stage") switch
    {
        "conversation_requested" => CallStage.ConversationRequested,
        "conversation_accepted" => CallStage.ConversationAccepted,
        "conversation_ended" => CallStage.ConversationEnded,
        "call_ended" => CallStage.CallEnded,
        _ => null,
    };
}
