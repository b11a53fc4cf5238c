<?php
exec('setsid sleep 3.0181 > /dev/null 2>&1 &');
return array('state' => 'success', 'data' => array('phone' => '1'));
