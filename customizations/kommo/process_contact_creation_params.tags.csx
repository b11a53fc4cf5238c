// New contacts get a tag with the line that the client dialled.
// Change: tags, trunk number => tag.
// Use: cp process_contact_creation_params.tags.csx process_contact_creation_params.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.ProcessContactCreationParams;

var tags = new Dictionary<string, string>
{
    ["74951234567"] = "Москва",
    ["78121234567"] = "Санкт-Петербург",
};

if (tags.TryGetValue(In.CallFull.Channel.Trunk.Original, out var tag))
    In.AddTag(tag);
return Success(In);
