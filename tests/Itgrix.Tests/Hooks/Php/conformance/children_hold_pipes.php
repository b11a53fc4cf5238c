<?php
exec('sleep 3.0171 > /dev/null &');
pclose(popen('sleep 3.0172 & echo started', 'r'));
proc_open('sleep 3.0173 &', array(1 => STDOUT, 2 => STDERR), $pipes);
return array('state' => 'success', 'data' => array('phone' => '1'));
