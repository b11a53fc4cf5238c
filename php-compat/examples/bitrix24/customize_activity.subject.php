<?php
/*
 * The subject of the call in the CRM says who called and who took it:
 *   Incoming call: Anna Romashkina - Maria Petrova
 *   Missed call: 89001234567
 *
 * Change: the words in $words.
 */
$words = array(
    'incoming' => 'Incoming call',
    'outgoing' => 'Outgoing call',
    'missed' => 'Missed call',
    'not_reached' => 'Not reached',
);

$call = $params['call_full'];
$outgoing = $call['channel']['type'] == 'outgoing';

if ($call['result'] == 200) {
    $subject = $outgoing ? $words['outgoing'] : $words['incoming'];
} else {
    $subject = $outgoing ? $words['not_reached'] : $words['missed'];
}

if ($call['entity'] && $call['entity']['name'] != '') {
    $subject .= ': ' . $call['entity']['name'];
} else {
    $client = $outgoing ? $call['channel']['to'] : $call['channel']['from'];
    $subject .= ': ' . ($client['custom'] != '' ? $client['custom'] : $client['original']);
}

$names = array();
foreach ($call['conversations'] as $conversation) {
    if ($conversation['channel']['was_answered'] && $conversation['user']) {
        $names[] = $conversation['user']['name'];
    }
}
if ($names) {
    $subject .= ' - ' . implode(', ', $names);
}

return array('state' => 'success', 'data' => array('SUBJECT' => $subject));
