<?php
// As ssh, node and perl leave it: the flag belongs to what all of them share.
$code = 'import fcntl, os
for number in (0, 1, 2):
    fcntl.fcntl(number, fcntl.F_SETFL, os.O_NONBLOCK)';
proc_close(proc_open(array('python3', '-c', $code), array(STDIN, STDOUT, STDERR), $pipes));
return array('state' => 'success', 'data' => array('phone' => '1', 'text' => str_repeat('y', 300000)));
