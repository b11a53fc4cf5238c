<?php
// runs by process: socket_last_error
$before = array(socket_last_error(), posix_get_last_error(), openssl_error_string());
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
@socket_connect($socket, '127.0.0.1', 1);
posix_kill(999999, 0);
openssl_pkey_get_private('no key');
return array('state' => 'success', 'data' => array('before' => $before, 'after' => socket_last_error() > 0));
