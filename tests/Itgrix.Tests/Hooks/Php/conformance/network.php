<?php
$socket = @stream_socket_client('tcp://127.0.0.1:1', $code, $words, 1);
$file = @file_get_contents('http://127.0.0.1:1/', false, stream_context_create(array('http' => array('timeout' => 1))));
return array('state' => 'success', 'data' => array('socket' => $socket, 'code' => $code, 'file' => $file));
