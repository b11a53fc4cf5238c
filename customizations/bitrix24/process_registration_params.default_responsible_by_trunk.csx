// A call that nobody took is registered on the employee who answers for the line that the client dialled.
// All other calls are registered as usual.
// Change: responsible, trunk number => user ID in Bitrix24.
// Use: cp process_registration_params.default_responsible_by_trunk.csx process_registration_params.csx

#load "../itgrix.csx"
using Itgrix.Hooks;
using static Itgrix.Hooks.Bitrix24.ProcessRegistrationParams;

var responsible = new Dictionary<string, long>
{
    ["74951234567"] = 12,
    ["78121234567"] = 13,
};

var isMissed = In.Stage == CallStage.CallEnded && In.CallFull.Result != 200;
if (isMissed && responsible.TryGetValue(In.LineNumber, out var user))
    In.UserId = user;
return Success(In);
