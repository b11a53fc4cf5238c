#!/usr/bin/php
<?php
/*
 * The other form of a customization: reads its input from standard input and prints its reply.
 * Calls from hidden numbers are not registered.
 */
$input = json_decode(stream_get_contents(STDIN), true);
$from = $input['call_full']['channel']['from']['original'];

$hidden = $from == '' || strtolower($from) == 'anonymous';

echo json_encode(array(
    'data' => array('result' => !$hidden),
    'state' => 'success',
));
exit(0);
