// New leads get a tag with the line that the client dialled, and leads from missed calls one more.
// Change: tags, trunk number => tag, and the tag of a missed call.
// Use: cp process_lead_creation_params.tags.csx process_lead_creation_params.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.ProcessLeadCreationParams;

var tags = new Dictionary<string, string>
{
    ["74951234567"] = "Москва",
    ["78121234567"] = "Санкт-Петербург",
};

if (tags.TryGetValue(In.CallFull.Channel.Trunk.Original, out var tag))
    In.AddTag(tag);
if (In.CallFull.Result != 200)
    In.AddTag("Пропущенный");
return Success(In);
