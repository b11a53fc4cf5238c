// White list: only calls of these extensions are registered in the CRM.
// Change: extensions; and registerMissedInMenu to false, if a call that was missed in the voice menu, before it came to
// any extension, is not to be registered.
// Use: cp need_registration.white_list.csx need_registration.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Bitrix24.NeedRegistration;

string[] extensions = ["101", "102"];
var registerMissedInMenu = true;

var call = In.CallFull;
if (call.Conversations.Count == 0)
    return registerMissedInMenu ? Register() : Ignore();

// While the call goes on the conversation of this moment counts, at its end any of them.
var isListed = call.Conversations
    .Where(one => call.ActiveConversationId == "" || one.Key == call.ActiveConversationId)
    .Any(one => extensions.Contains(one.Value.Employee.Base));
return isListed ? Register() : Ignore();
