<?php
/*
 * The task to call back has the client's name and number in its text, and is due on the next working morning.
 * Tasks with a text of your own may not be completed automatically by the connector.
 *
 * Change: $text, $hour and $timezone, the time zone of the Asterisk server.
 */
$text = 'Call back by %s: %s';
$hour = 10;
$timezone = 'Europe/Moscow';

$call = $params['call_full'];
$data = $params;
unset($data['call_full']);

if ($call['channel']['end_time'] != '0001-01-01 00:00:00') {
    $client = $call['channel']['type'] == 'outgoing' ? $call['channel']['to'] : $call['channel']['from'];
    $who = $client['custom'] != '' ? $client['custom'] : $client['original'];
    if ($call['entity'] && $call['entity']['name'] != '') {
        $who = $call['entity']['name'] . ', ' . $who;
    }
    $morning = next_working_morning($call['channel']['end_time'], $hour, $timezone);
    $data['complete_till'] = $morning->getTimestamp();
    $data['text'] = sprintf($text, $morning->format('d.m H:i'), $who);
}

return array('state' => 'success', 'data' => $data);

/** The first morning of a working day after the time given. */
function next_working_morning($time, $hour, $timezone)
{
    $morning = new DateTime($time, new DateTimeZone($timezone));
    if ($morning->format('G') >= $hour) {
        $morning->modify('+1 day');
    }
    $morning->setTime($hour, 0, 0);
    while ($morning->format('N') >= 6) {
        $morning->modify('+1 day');
    }

    return $morning;
}
