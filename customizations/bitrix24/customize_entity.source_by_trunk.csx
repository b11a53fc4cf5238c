// A lead or contact that this call created gets its source by the line that the client dialled.
// For clients who were there before there is nothing to update.
// Change: sources, trunk number => STATUS_ID of the source in the CRM's list and a text of your own.
// Use: cp customize_entity.source_by_trunk.csx customize_entity.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Bitrix24.CustomizeEntity;

var sources = new Dictionary<string, Output>
{
    ["74951234567"] = new() { SourceId = "ADVERTISING", ["SOURCE_DESCRIPTION"] = "Billboards, Moscow" },
    ["78121234567"] = new() { SourceId = "WEB", ["SOURCE_DESCRIPTION"] = "Site, Saint Petersburg" },
};

var call = In.CallFull;
return call.Entity is { IsNew: true } && sources.TryGetValue(call.Channel.Trunk.Original, out var source)
    ? Success(source)
    : Cancel();
