// An answered call moves its lead from the stage "first contact" to "negotiations".
// Change: from and to, the IDs of the two stages, and pipeline, the ID of their pipeline.
// Use: cp process_lead_update_params.move_stage.csx process_lead_update_params.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.ProcessLeadUpdateParams;

var pipeline = 6012345;
var from = 52145570;
var to = 52145573;

if (In.CallFull is { Result: 200, Deal: { } lead }
    && lead.Field("pipeline_id") == $"{pipeline}" && lead.Field("status_id") == $"{from}")
{
    In.PipelineId = pipeline;
    In.StatusId = to;
}
return Success(In);
