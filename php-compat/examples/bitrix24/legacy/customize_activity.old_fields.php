<?php
/*
 * Written for versions before 3.13: the conversation's own fields were beside "activity".
 */
$direction = $params['type'] == 2 ? 'from' : 'to';
$client = $params[$direction];

return array(
    'state' => 'success',
    'data' => array(
        'SUBJECT' => 'Call ' . $direction . ' ' . $client,
        'DESCRIPTION' => $params['activity']['name'] . "\n" . $params['start_time'] . ' / ' . $params['end_time'],
    ),
);
