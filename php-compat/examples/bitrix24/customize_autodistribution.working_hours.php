<?php
/*
 * In working hours a call goes to the responsible manager, at other times to the one on duty.
 *
 * Change: $days (1 is Monday), $begin, $end, $timezone, $duty. A name has at most 20 characters.
 * To try it out for another time set the environment variable ITGRIX_NOW, like "2024-11-23 20:00:00".
 */
$days = array(1, 2, 3, 4, 5);
$begin = '09:00';
$end = '18:00';
$timezone = 'Europe/Moscow';
$duty = array('number' => '200', 'name' => 'On duty');

$now = new DateTime(getenv('ITGRIX_NOW') ?: 'now', new DateTimeZone($timezone));
$time = $now->format('H:i');
$working = in_array((int) $now->format('N'), $days) && $time >= $begin && $time < $end;

if (!$working) {
    return array('state' => 'success', 'data' => $duty);
}

return array(
    'state' => 'success',
    'data' => array(
        'number' => $params['number'],
        'name' => $params['name'],
    ),
);
