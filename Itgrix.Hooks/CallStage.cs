namespace Itgrix.Hooks;

/// <summary>The four moments of a call in which hooks run. A call may have several conversations.</summary>
public enum CallStage
{
    /// <summary><c>conversation_requested</c>: the phone of an employee or of the client starts to ring.</summary>
    ConversationRequested,

    /// <summary><c>conversation_accepted</c>: the conversation was answered.</summary>
    ConversationAccepted,

    /// <summary><c>conversation_ended</c>: the conversation ended; the call may go on with another one.</summary>
    ConversationEnded,

    /// <summary><c>call_ended</c>: the whole call ended.</summary>
    CallEnded,
}
