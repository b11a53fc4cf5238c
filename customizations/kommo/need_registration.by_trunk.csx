// Only calls through these trunks are registered in the CRM.
// Change: trunks, the numbers as the settings have them.
// Use: cp need_registration.by_trunk.csx need_registration.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.NeedRegistration;

string[] trunks = ["74951234567", "78121234567"];

return trunks.Contains(In.CallFull.Channel.Trunk.Original) ? Register() : Ignore();
