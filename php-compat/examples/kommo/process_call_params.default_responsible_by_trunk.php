<?php
/*
 * A call that was not answered goes to the employee who answers for the line that the client dialled.
 * All other calls are registered as usual.
 *
 * Change: $responsible, trunk number => user ID in Kommo.
 */
$responsible = array(
    '74951234567' => 7654313,
    '78121234567' => 7654312,
);

$data = $params;
unset($data['call_full']);

$trunk = $params['call_full']['channel']['trunk']['original'];
if ($params['call_full']['result'] != 200 && isset($responsible[$trunk])) {
    $data['responsible_user_id'] = $responsible[$trunk];
}

return array('state' => 'success', 'data' => $data);
