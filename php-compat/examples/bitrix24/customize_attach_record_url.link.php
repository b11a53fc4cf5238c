<?php
/*
 * Instead of the player the case gets a plain link to the recording, with the time of the call.
 *
 * Change: $text.
 */
$text = 'Recording of the call';

$record = $params['call_full']['record'];
if ($record == '') {
    return array(
        'state' => 'success',
        'data' => array(
            'DESCRIPTION' => $params['DESCRIPTION'],
            'DESCRIPTION_TYPE' => $params['DESCRIPTION_TYPE'],
        ),
    );
}

$time = $params['call_full']['channel']['start_time'];

return array(
    'state' => 'success',
    'data' => array(
        'DESCRIPTION' => '<a href="' . htmlspecialchars($record, ENT_QUOTES) . '">' . $text . ' ' . $time . '</a>',
        'DESCRIPTION_TYPE' => 3,
    ),
);
