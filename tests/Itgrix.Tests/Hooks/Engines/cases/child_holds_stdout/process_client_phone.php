<?php
exec('sleep 2.0072 > /dev/null &');
pclose(popen('sleep 2.0073 & echo started', 'r'));
$child = proc_open('sleep 2.0074 &', array(1 => STDOUT, 2 => STDERR), $pipes);
return array('state' => 'success', 'data' => array('phone' => '1'));
