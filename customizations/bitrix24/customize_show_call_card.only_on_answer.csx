// The call card is shown to the employee who took the call, not to all whose phones ring.
// Change: nothing.
// Use: cp customize_show_call_card.only_on_answer.csx customize_show_call_card.csx

#load "../itgrix.csx"
using Itgrix.Hooks;
using static Itgrix.Hooks.Bitrix24.CustomizeShowCallCard;

return In.Stage == CallStage.ConversationAccepted ? Success(In) : Cancel();
