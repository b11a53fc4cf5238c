<?php
// also without the bridge
$json = json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
proc_close(proc_open('echo ' . escapeshellarg($json), array(0 => STDIN, 1 => STDOUT, 2 => STDERR), $pipes));
