<?php
// also without the bridge
$first = file_get_contents('php://stdin');
$second = file_get_contents('php://stdin');
$third = stream_get_contents(STDIN);
echo json_encode(array('state' => 'success', 'data' => array('first' => md5($first), 'second' => $second, 'third' => $third)));
