<?php
/*
 * A call that nobody took is registered on the employee who answers for the line that the client dialled.
 * All other calls are registered as usual.
 *
 * Change: $responsible, trunk number => user ID in Bitrix24.
 */
$responsible = array(
    '74951234567' => 12,
    '78121234567' => 13,
);

$data = $params;
unset($data['call_full'], $data['call_stage'], $data['call'], $data['conversation']);

$missed = $params['call_stage'] == 'call_ended' && $params['call_full']['result'] != 200;
if ($missed && isset($responsible[$params['LINE_NUMBER']])) {
    $data['USER_ID'] = $responsible[$params['LINE_NUMBER']];
}

return array('state' => 'success', 'data' => $data);
