<?php
/*
 * An answered call moves its lead from the stage "first contact" to "negotiations".
 *
 * Change: $from and $to, the IDs of the two stages, and $pipeline, the ID of their pipeline.
 */
$pipeline = 6012345;
$from = 52145570;
$to = 52145573;

$data = $params;
unset($data['call_full']);

$lead = $params['call_full']['deal'];
if ($params['call_full']['result'] == 200 && $lead
    && $lead['raw']['pipeline_id'] == $pipeline && $lead['raw']['status_id'] == $from) {
    $data['pipeline_id'] = $pipeline;
    $data['status_id'] = $to;
}

return array('state' => 'success', 'data' => $data);
