<?php
proc_open('setsid sh -c "sleep 0.2; cat > /dev/null; sleep 3.0191" <&3 > /dev/null 2>&1 3<&- &', array(3 => STDIN, 1 => STDOUT, 2 => STDERR), $pipes);
return array('state' => 'success', 'data' => array('phone' => '1'));
