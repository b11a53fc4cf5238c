// Short calls make no message in the chat.
// Change: 10, the seconds.
// Use: cp process_final_params.no_chat_for_short_calls.csx process_final_params.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Bitrix24.ProcessFinalParams;

if (In.Duration < 10)
    In.AddToChat = 0;
return Success(In);
