// A contact keeps its responsible user, whoever took the call: the update is cancelled.
// Only contacts of the users below, who are not real people, go to the employee who took the call.
// Change: notPeople, user IDs in Kommo.
// Use: cp process_contact_update_params.keep_responsible.csx process_contact_update_params.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.ProcessContactUpdateParams;

string[] notPeople = ["7654300", "7654301"];

return In.CallFull.Entity is { } contact && notPeople.Contains(contact.ResponsibleId) ? Success(In) : Cancel();
