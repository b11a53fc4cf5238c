<?php
// runs by process: STREAM_CLIENT_PERSISTENT
$port = stream_socket_server('tcp://127.0.0.1:0');
$address = 'tcp://' . stream_socket_get_name($port, false);
$client = stream_socket_client($address, $code, $words, 1, STREAM_CLIENT_CONNECT | STREAM_CLIENT_PERSISTENT);
return array('state' => 'success', 'data' => array('type' => get_resource_type($client)));
