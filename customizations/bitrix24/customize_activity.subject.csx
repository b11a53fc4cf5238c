// The subject of the call in the CRM says who called and who took it:
//   Incoming call: Anna Romashkina - Maria Petrova
//   Missed call: 89001234567
// Change: the words.
// Use: cp customize_activity.subject.csx customize_activity.csx

#load "../itgrix.csx"
using Itgrix.Hooks.Calls;
using static Itgrix.Hooks.Bitrix24.CustomizeActivity;

var call = In.CallFull;
var what = (call.Result == 200, call.Channel.Type == CallType.Outgoing) switch
{
    (true, false) => "Incoming call",
    (true, true) => "Outgoing call",
    (false, false) => "Missed call",
    (false, true) => "Not reached",
};
var client = call.Entity is { Name: not "" } entity ? entity.Name : call.Client.Best;
var employees = call.Conversations.Values
    .Where(one => one.Channel.WasAnswered && one.User != null)
    .Select(one => one.User.Name)
    .ToList();
In.Subject = $"{what}: {client}" + (employees.Count > 0 ? " - " + string.Join(", ", employees) : "");
return Success(In);
