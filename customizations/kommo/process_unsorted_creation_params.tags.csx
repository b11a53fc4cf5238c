// What comes into "unsorted" gets a tag with the line that the client dialled: the contact and the lead of it.
// Change: tags, trunk number => tag.
// Use: cp process_unsorted_creation_params.tags.csx process_unsorted_creation_params.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.ProcessUnsortedCreationParams;

var tags = new Dictionary<string, string>
{
    ["74951234567"] = "Москва",
    ["78121234567"] = "Санкт-Петербург",
};

if (tags.TryGetValue(In.CallFull.Channel.Trunk.Original, out var tag))
{
    foreach (var contact in In.Embedded.Contacts)
        contact.AddTag(tag);
    foreach (var lead in In.Embedded.Leads)
        lead.AddTag(tag);
}
return Success(In);
