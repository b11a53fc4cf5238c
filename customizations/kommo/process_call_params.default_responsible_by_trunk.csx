// A call that was not answered goes to the employee who answers for the line that the client dialled.
// All other calls are registered as usual.
// Change: responsible, trunk number => user ID in Kommo.
// Use: cp process_call_params.default_responsible_by_trunk.csx process_call_params.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.ProcessCallParams;

var responsible = new Dictionary<string, long>
{
    ["74951234567"] = 7654313,
    ["78121234567"] = 7654312,
};

var call = In.CallFull;
if (call.Result != 200 && responsible.TryGetValue(call.Channel.Trunk.Original, out var user))
    In.ResponsibleUserId = user;
return Success(In);
