<?php
/*
 * Short calls make no message in the chat.
 *
 * Change: $seconds.
 */
$seconds = 10;

$data = array(
    'ADD_TO_CHAT' => $params['ADD_TO_CHAT'],
    'CALL_ID' => $params['CALL_ID'],
    'DURATION' => $params['DURATION'],
    'STATUS_CODE' => $params['STATUS_CODE'],
    'USER_ID' => $params['USER_ID'],
);

if ($params['DURATION'] < $seconds) {
    $data['ADD_TO_CHAT'] = 0;
}

return array('state' => 'success', 'data' => $data);
