<?php
/*
 * The call card is shown to the employee who took the call, not to all whose phones ring: empty data cancels showing.
 *
 * Change: nothing.
 */
if ($params['call_stage'] != 'conversation_accepted') {
    return array('state' => 'success', 'data' => array());
}

return array(
    'state' => 'success',
    'data' => array(
        'CALL_ID' => $params['CALL_ID'],
        'USER_ID' => $params['USER_ID'],
    ),
);
